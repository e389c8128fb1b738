import { graphql } from '../../api/graphql.ts';
import { useChange } from '../../api/queries.ts';
import { Confirm } from '../../components/dialog.tsx';
import { useErrorWords } from '../../components/states.tsx';
import { useSay } from '../../components/toasts.tsx';
import { useText } from '../../text/text.tsx';
import type { ExecutionWhole } from './execution-query.ts';

const CancelExecution = graphql(`
  mutation CancelExecution($id: ID!) {
    cancelExecution(id: $id) {
      id
    }
  }
`);

const RetryExecution = graphql(`
  mutation RetryExecution($id: ID!) {
    retryExecution(id: $id) {
      id
    }
  }
`);

/**
 * Makes a change, reports the result and closes the dialog. It uses the promise: a live update may have closed the dialog before
 * the answer arrives, and then the mutation's own callbacks are not called.
 */
function useDone(done: string, close: () => void) {
  const say = useSay();
  const text = useText().execution;
  const wordsOf = useErrorWords();
  return (change: Promise<unknown>) =>
    void change
      .then(
        () => say(done),
        (error: Error) => say(text.notDone(wordsOf(error)), true),
      )
      .finally(close);
}

/** Asks before an execution is cancelled, and says what happens to its steps. */
export function CancelConfirm({ execution, close }: { execution: ExecutionWhole; close: () => void }) {
  const text = useText().execution;
  const cancel = useChange(CancelExecution);
  const whenDone = useDone(text.cancelled, close);
  const left = execution.steps.filter(({ status }) => status === 'PENDING' || status === 'WAITING').length;
  const words = { QUEUED: text.cancelQueued, SLEEPING: text.cancelSleeping(left) } as Record<string, string>;
  return (
    <Confirm
      title={text.cancelTitle}
      action={text.cancelAction}
      dismiss={text.keep}
      isPending={cancel.isPending}
      confirm={() => whenDone(cancel.mutateAsync({ id: execution.id }))}
      close={close}
    >
      {words[execution.status] ?? text.cancelRunning}
    </Confirm>
  );
}

interface RetryProps {
  id: string;
  title: string;
  /** The step at which it goes on. */
  step: string | null;
  close: () => void;
}

/** Asks before an execution is retried, because an action that may already have been sent is sent again. */
export function RetryConfirm({ id, title, step, close }: RetryProps) {
  const text = useText().execution;
  const retry = useChange(RetryExecution);
  const whenDone = useDone(text.retried, close);
  return (
    <Confirm
      title={title}
      action={text.retryAction}
      isPending={retry.isPending}
      confirm={() => whenDone(retry.mutateAsync({ id }))}
      close={close}
    >
      {step !== null && <p>{text.retryAt(step)}</p>}
      <p>{text.retryAgain}</p>
    </Confirm>
  );
}
