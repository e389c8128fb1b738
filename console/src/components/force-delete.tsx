import { useState } from 'react';
import type { TadaDocumentNode } from 'gql.tada';
import { ApiError } from '../api/client.ts';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Confirm } from './dialog.tsx';
import { useErrorWords } from './states.tsx';
import { useAct } from './use-act.ts';

/** Whether an error says that something is in use: CONFLICT. */
export const isInUse = (error: Error | null) => error instanceof ApiError && error.code === 'CONFLICT';

interface ForceDeleteProps<Data> {
  id: string;
  name: string;
  document: TadaDocumentNode<Data, { id: string; force?: boolean | null }>;
  /** What is deleted with it, in words. */
  words: string;
}

/** Deletes what automations may use: names them, and offers to disable them. */
export function ForceDelete<Data>({ id, name, document, words }: ForceDeleteProps<Data>) {
  const text = useText();
  const wordsOf = useErrorWords();
  const [isAsked, setAsked] = useState(false);
  const { act, isPending, error } = useAct(document, { inForm: true });
  const inUse = isInUse(error);
  const close = () => setAsked(false);
  return (
    <>
      <Button aria-label={text.crm.deleteOf(name)} onClick={() => setAsked(true)}>
        {text.crm.delete}
      </Button>
      {isAsked && (
        <Confirm
          title={text.crm.deleteTitle(name)}
          action={inUse ? text.force.action : text.crm.delete}
          isPending={isPending}
          confirm={() => act({ id, force: inUse }, text.crm.deleted(name), close)}
          close={close}
        >
          <p>{words}</p>
          {error && (
            <div role="alert">
              <p>{inUse ? error.message : wordsOf(error)}</p>
              {inUse && <p>{text.force.words}</p>}
            </div>
          )}
        </Confirm>
      )}
    </>
  );
}
