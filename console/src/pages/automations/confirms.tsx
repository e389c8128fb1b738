import { useId, useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { Confirm } from '../../components/dialog.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automations.module.css';
import type { Changeable, Sleeping, useAutomationChanges } from './automation-changes.ts';
import type { useDraftChanges } from './draft-changes.ts';

const UnderWay = graphql(`
  query UnderWay($id: ID!) {
    executions(filter: { automationId: $id, statuses: [QUEUED, RUNNING, SLEEPING] }, first: 100) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

interface ConfirmProps {
  automation: Changeable;
  changes: ReturnType<typeof useAutomationChanges>;
  close: () => void;
}

/** Asks before an automation stops being live, and what happens to its unfinished executions. */
export function SwitchConfirm({ automation, changes, mode, close }: ConfirmProps & { mode: 'OFF' | 'SHADOW' }) {
  const text = useText().automation;
  const [sleeping, choose] = useState<Sleeping>('LET_FINISH');
  return (
    <Confirm
      title={text.switchTitle[mode](automation.name)}
      action={text.switch[mode]}
      danger={false}
      isPending={changes.isPending}
      confirm={() => changes.setMode(mode, sleeping, close)}
      close={close}
    >
      <Executions hint={text.switchHint[mode]} id={automation.id} sleeping={sleeping} choose={choose} />
    </Confirm>
  );
}

/** The same before it is deleted. */
export function RemoveConfirm({
  automation,
  changes,
  close,
  leave,
}: ConfirmProps & { leave?: (() => void) | undefined }) {
  const text = useText().automation;
  const [sleeping, choose] = useState<Sleeping>('LET_FINISH');
  const done = (isGone: boolean) => {
    close();
    if (isGone) leave?.();
  };
  return (
    <Confirm
      title={text.removeTitle(automation.name)}
      action={text.remove}
      isPending={changes.isPending}
      confirm={() => changes.remove(sleeping, done)}
      close={close}
    >
      <Executions hint={text.removeHint} id={automation.id} sleeping={sleeping} choose={choose} />
    </Confirm>
  );
}

interface PublishProps {
  automation: { id: string; name: string };
  changes: ReturnType<typeof useDraftChanges>;
  close: () => void;
}

/** The same before its draft becomes the next version. */
export function PublishConfirm({ automation, changes, close }: PublishProps) {
  const text = useText().automation;
  const [sleeping, choose] = useState<Sleeping>('LET_FINISH');
  return (
    <Confirm
      title={text.publishTitle(automation.name)}
      action={text.publish}
      danger={false}
      isPending={changes.isPending}
      confirm={() => changes.publish(sleeping, close)}
      close={close}
    >
      <Executions hint={text.publishHint} id={automation.id} sleeping={sleeping} choose={choose} />
    </Confirm>
  );
}

interface ExecutionsProps {
  hint: string;
  id: string;
  sleeping: Sleeping;
  choose: (sleeping: Sleeping) => void;
}

function Executions({ hint, id, sleeping, choose }: ExecutionsProps) {
  const text = useText().automation;
  const { data, error } = useApi(UnderWay, { id });
  const found = data?.executions;
  const isNone = found?.edges.length === 0;
  return (
    <div className={styles.confirm}>
      <p>{hint}</p>
      {isNone && <p>{text.noneUnderWay}</p>}
      {!found && !error && <p role="status">{text.counting}</p>}
      {found && !isNone && (
        <Choices legend={text.underWay(countOf(found, text.more))} sleeping={sleeping} choose={choose} />
      )}
      {error && <Choices legend={text.underWay('?')} sleeping={sleeping} choose={choose} />}
    </div>
  );
}

type Found = ResultOf<typeof UnderWay>['executions'];
const countOf = ({ edges, pageInfo }: Found, more: (count: number) => string) =>
  pageInfo.hasNextPage ? more(edges.length) : String(edges.length);

function Choices({ legend, sleeping, choose }: { legend: string } & Pick<ExecutionsProps, 'sleeping' | 'choose'>) {
  const text = useText().automation;
  const name = useId();
  const choices = [
    ['LET_FINISH', text.letFinish],
    ['CANCEL', text.cancelThem],
  ] as const;
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {choices.map(([value, words]) => (
        <label key={value}>
          <input type="radio" name={name} checked={sleeping === value} onChange={() => choose(value)} /> {words}
        </label>
      ))}
    </fieldset>
  );
}
