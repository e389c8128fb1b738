import { useState } from 'react';
import { downloadFile } from '../../api/files.ts';
import { useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { useErrorWords } from '../../components/states.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';
import type { What } from './guess.ts';

/** Downloads all contacts or orders as a CSV file; for admins. */
export function ExportButton({ what }: { what: What }) {
  const { imports: text } = useText();
  const mayExport = useMay('ADMIN');
  const [isBusy, setBusy] = useState(false);
  const say = useSay();
  const wordsOf = useErrorWords();
  const download = async () => {
    setBusy(true);
    await downloadFile(`${what}.csv`).catch((error: Error) => say(wordsOf(error), true));
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
