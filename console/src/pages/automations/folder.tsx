import { useState } from 'react';
import { useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';
import { useMove } from './draft-changes.ts';

/** The button that asks for the folder of an automation. */
export function MoveToFolder({ automation: { id, folder } }: { automation: { id: string; folder: string | null } }) {
  const text = useText().automation;
  const say = useSay();
  const [isAsked, ask] = useState(false);
  const move = useMove();
  if (!useMay('EDITOR')) return null;
  const submit = ({ folder: wanted }: Record<string, string>) =>
    move.mutate(
      { id, folder: wanted || null },
      {
        onSuccess: () => {
          say(wanted ? text.movedTo(wanted) : text.movedOut);
          ask(false);
        },
      },
    );
  return (
    <>
      <Button look="plain" onClick={() => ask(true)}>
        {text.changeFolder}
      </Button>
      {isAsked && (
        <FormDialog
          title={text.changeFolder}
          fields={[{ name: 'folder', label: text.folder, value: folder, maxLength: 100, hint: text.folderHint }]}
          action={text.move}
          isPending={move.isPending}
          error={move.error}
          submit={submit}
          close={() => ask(false)}
        />
      )}
    </>
  );
}
