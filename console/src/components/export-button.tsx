import { useState } from 'react';
import { downloadFile } from '../api/files.ts';
import { useMay } from '../api/queries.ts';
import { Button } from './button.tsx';
import { useErrorWords } from './states.tsx';
import { useSay } from './toasts.tsx';
import { useText } from '../text/text.tsx';

/** Downloads contacts or orders as a CSV file, all or those of a filter; for admins. */
export function ExportButton({ what, filter = null }: { what: 'contacts' | 'orders'; filter?: object | null }) {
  const { imports: text } = useText();
  const mayExport = useMay('ADMIN');
  const [isBusy, setBusy] = useState(false);
  const say = useSay();
  const wordsOf = useErrorWords();
  const download = async () => {
    setBusy(true);
    await downloadFile(`${what}.csv`, filter).catch((error: Error) => say(wordsOf(error), true));
    setBusy(false);
  };
  return (
    mayExport && (
      <Button disabled={isBusy} onClick={() => void download()}>
        {isBusy ? text.exporting : text.export[what]}
      </Button>
    )
  );
}
