import { Fragment } from 'react';
import { Link } from 'wouter';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import type { ExecutionWhole } from './execution-query.ts';
import styles from './execution.module.css';

/** What an execution waits for, and until when; `whole` adds the API's own text. */
export function Wait({ execution: { waitingFor }, whole }: { execution: ExecutionWhole; whole: boolean }) {
  const text = useText().execution;
  if (!waitingFor) return null;
  const { kind, until, detail } = waitingFor;
  return (
    <span>
      {text.waitsFor} {text.waits[kind]}
      {until && (
        <>
          {' '}
          (<RelativeTime at={until} />)
        </>
      )}
      {whole && (
        <span className={styles.quiet}>
          {' · '}
          <WithLinks words={detail} />
        </span>
      )}
    </span>
  );
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
