import { useState } from 'react';
import { useMay } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { useShortcuts } from '../../components/shortcuts.ts';
import { useText } from '../../text/text.tsx';
import { CancelConfirm, RetryConfirm } from './confirms.tsx';
import type { ExecutionWhole } from './execution-query.ts';
import styles from './execution.module.css';

/** The possible action for an execution: cancel until it ends, retry after it failed. */
function possible({ status, completedAt, cancelRequested }: ExecutionWhole): 'cancel' | 'retry' | null {
  if (status === 'FAILED') return 'retry';
  return completedAt === null && !cancelRequested ? 'cancel' : null;
}

/** Cancel and retry, by button and by key, each only when possible, and only for editors. */
export function Actions({ execution }: { execution: ExecutionWhole }) {
  const [asked, ask] = useState(false);
  const action = possible(execution);
  const mayEdit = useMay('EDITOR');
  const [shown, setShown] = useState(action);
  // It may end while the dialog is open: then the dialog closes.
  if (shown !== action) {
    setShown(action);
    ask(false);
  }
  if (!mayEdit || !action) return null;
  return action === 'cancel' ? (
    <Cancel execution={execution} asked={asked} ask={ask} />
  ) : (
    <Retry execution={execution} asked={asked} ask={ask} />
  );
}

interface ActionProps {
  execution: ExecutionWhole;
  asked: boolean;
  ask: (asked: boolean) => void;
}

function Cancel({ execution, asked, ask }: ActionProps) {
  const text = useText().execution;
  useShortcuts({ c: () => ask(true) });
  return (
    <>
      <Button look="danger" aria-keyshortcuts="C" onClick={() => ask(true)}>
        {text.cancel} <kbd className={styles.key}>C</kbd>
      </Button>
      {asked && <CancelConfirm execution={execution} close={() => ask(false)} />}
    </>
  );
}

function Retry({ execution, asked, ask }: ActionProps) {
  const text = useText().execution;
  useShortcuts({ r: () => ask(true) });
  const failedAt = execution.steps.find(({ status }) => status === 'FAILED' || status === 'UNKNOWN')?.key ?? null;
  return (
    <>
      <Button aria-keyshortcuts="R" onClick={() => ask(true)}>
        {text.retry} <kbd className={styles.key}>R</kbd>
      </Button>
      {asked && <RetryConfirm id={execution.id} title={text.retryTitle} step={failedAt} close={() => ask(false)} />}
    </>
  );
}
