import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { send, type ApiError } from '../../api/client.ts';
import { graphql, type ResultOf } from '../../api/graphql.ts';
import { useLiveExecutions } from '../../api/live-executions.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { Bars, type Bar } from '../../components/bars.tsx';
import { ErrorState } from '../../components/states.tsx';
import { RelativeTime } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import styles from './now.module.css';

const Numbers = graphql(`
  query NowNumbers($from: DateTime!, $to: DateTime!) {
    executionCounts {
      queued
      running
      sleeping
      failedLastDay
      oldestDueAt
    }
    automationStats(from: $from, to: $to, bucket: MINUTE) {
      buckets {
        at
        started
        failed
      }
    }
  }
`);
type NumbersRead = ResultOf<typeof Numbers>;

const MINUTE_MS = 60_000;
const MINUTES = 60;

/** The current minute; the component renders again when the next one begins. */
function useMinute(): number {
  const [minute, setMinute] = useState(() => Math.floor(Date.now() / MINUTE_MS));
  useEffect(() => {
    const timer = setTimeout(() => setMinute(Math.floor(Date.now() / MINUTE_MS)), MINUTE_MS - (Date.now() % MINUTE_MS));
    return () => clearTimeout(timer);
  }, [minute]);
  return minute;
}

/** The minutes of the last hour; a minute without data had no executions. */
function lastHour(minute: number, read: readonly Bar[]): Bar[] {
  const known = new Map(read.map((bar) => [Math.floor(new Date(bar.at).getTime() / MINUTE_MS), bar]));
  return Array.from({ length: MINUTES }, (_, index) => {
    const at = minute - MINUTES + 1 + index;
    return known.get(at) ?? { at: new Date(at * MINUTE_MS).toISOString(), started: 0, failed: 0 };
  });
}

const readNumbers = (signal: AbortSignal) => {
  const minute = Math.floor(Date.now() / MINUTE_MS);
  const instant = (at: number) => new Date(at * MINUTE_MS).toISOString();
  return send(Numbers, { from: instant(minute - MINUTES + 1), to: instant(minute + 1) }, signal);
};

/** How many executions are in which state, and the starts and failures of the last hour. */
export function NowNumbers() {
  const { data, error, refetch } = useQuery<NumbersRead, ApiError>({
    queryKey: ['NowNumbers'],
    queryFn: ({ signal }) => readNumbers(signal),
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <div className={styles.numbers}>
      <RefreshWhenTold refresh={() => void refetch()} />
      <Counts of={data?.executionCounts} />
      <LastHour of={data?.automationStats.buckets} />
    </div>
  );
}

/** A separate component, so that live changes render only this. */
function RefreshWhenTold({ refresh }: { refresh: () => void }) {
  useRefreshOn(useLiveExecutions().version, refresh);
  return null;
}

function Counts({ of: counts }: { of: NumbersRead['executionCounts'] | undefined }) {
  const { now: text, status } = useText();
  const failed = counts?.failedLastDay ?? 0;
  return (
    <ul className={styles.counts} aria-label={text.counts}>
      <Count name={status.RUNNING} href="/executions?status=RUNNING" value={counts?.running} />
      <Count name={status.QUEUED} href="/executions?status=QUEUED" value={counts?.queued} />
      <Count name={status.SLEEPING} href="/executions?status=SLEEPING" value={counts?.sleeping} />
      <Count
        name={text.failedLastDay}
        href="/executions?status=FAILED"
        value={counts?.failedLastDay}
        isBad={failed > 0}
      />
      <li className={styles.count}>
        <span>{text.oldestDue}</span>
        {counts?.oldestDueAt ? (
          <Link href="/executions?status=OPEN" className={styles.due}>
            {text.due} <RelativeTime at={counts.oldestDueAt} />
          </Link>
        ) : (
          <span className={styles.calm}>{counts ? text.nothingDue : '–'}</span>
        )}
      </li>
    </ul>
  );
}

function Count({
  name,
  href,
  value,
  isBad = false,
}: {
  name: string;
  href: string;
  value: number | undefined;
  isBad?: boolean;
}) {
  return (
    <li className={styles.count}>
      <span>{name}</span>
      <Link
        href={href}
        className={`${styles.value} ${isBad ? styles.bad : ''}`}
        aria-label={`${name}: ${value ?? '–'}`}
      >
        {value ?? '–'}
      </Link>
    </li>
  );
}

function LastHour({ of: read }: { of: readonly Bar[] | undefined }) {
  const text = useText().now;
  const bars = lastHour(useMinute(), read ?? []);
  const sum = (of: 'started' | 'failed') => bars.reduce((total, bar) => total + bar[of], 0);
  const [started, failed] = [sum('started'), sum('failed')];
  return (
    <section className={styles.hour} aria-label={text.lastHour}>
      <header className={styles.head}>
        <h2>{text.lastHour}</h2>
        <p className={styles.legend}>
          <Key tone="started" href="/executions?since=hour" name={text.started} value={started} />
          <Key tone="failed" href="/executions?status=FAILED&since=hour" name={text.failed} value={failed} />
        </p>
      </header>
      <Bars of={bars} label={text.perMinute(started, failed)} />
      <p className={styles.axis} aria-hidden="true">
        <span>{text.minutesAgo}</span>
        <span>{text.atPresent}</span>
      </p>
    </section>
  );
}

function Key({
  tone,
  href,
  name,
  value,
}: {
  tone: 'started' | 'failed';
  href: string;
  name: string;
  value: ReactNode;
}) {
  return (
    <Link href={href} className={`${styles.key} ${styles[tone]}`}>
      {name} <strong>{value}</strong>
    </Link>
  );
}
