import { Fragment } from 'react';
import { Link } from 'wouter';
import type { Json } from '../../api/graphql.ts';
import { useApi } from '../../api/queries.ts';
import { RelativeTime, Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import { CatalogQuery } from '../automations/automation-query.ts';
import type { ExecutionWhole, StepShown } from './execution-query.ts';
import styles from './execution.module.css';

/** What an execution waits for, and until when; `whole` adds the time and the API's own text. */
export function Wait({ execution: { waitingFor, steps }, whole }: { execution: ExecutionWhole; whole: boolean }) {
  const text = useText().execution;
  if (!waitingFor) return null;
  const { kind, until, detail } = waitingFor;
  const step = steps.find(({ status }) => status === 'WAITING');
  return (
    <span>
      {text.waitsFor} {isForMoment(kind, step) ? text.moment : text.waits[kind]}
      {kind === 'EVENT' && step && <AwaitedEvent input={step.input} />}
      {until && (
        <>
          {whole && (
            <>
              , {text.until} <Time at={until} />
            </>
          )}{' '}
          (<RelativeTime at={until} />)
        </>
      )}
      {whole && kind !== 'EVENT' && (
        <span className={styles.quiet}>
          {' · '}
          <WithLinks words={detail} />
        </span>
      )}
    </span>
  );
}

/** A step that has begun waits for its own moment, not for a delay before it. */
const isForMoment = (kind: string, step: StepShown | undefined) =>
  kind === 'DELAY' && step?.actionType === 'wait_until' && step.startedAt !== null;

/** The event that a step waits for, by its title. */
function AwaitedEvent({ input }: { input: Json }) {
  const triggers = useApi(CatalogQuery, {}).data?.catalog.triggers;
  const { event } = input as { event: string };
  return `: ${triggers?.find(({ type }) => type === event)?.title ?? event}`;
}

const EXECUTION = /(Execution [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/;

/** Text in which the id of the other execution is a link. */
function WithLinks({ words }: { words: string }) {
  return words.split(EXECUTION).map((part, index) => {
    if (index % 2 === 0) return <Fragment key={part}>{part}</Fragment>;
    return (
      <Link key={part} href={`/executions/${part.slice('Execution '.length)}`}>
        {part}
      </Link>
    );
  });
}
