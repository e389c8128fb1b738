import { useLiveExecutions } from '../../api/live-executions.ts';
import { useApi } from '../../api/queries.ts';
import { useRefreshOn } from '../../api/refresh.ts';
import { Bars } from '../../components/bars.tsx';
import { Choice } from '../../components/field.tsx';
import { useFilters } from '../../components/filters.ts';
import { Card } from '../../components/page.tsx';
import { ErrorState, Loading } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { useText } from '../../text/text.tsx';
import styles from './automation.module.css';
import { StatsQuery, type Stats } from './automation-query.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PERIODS = {
  day: { bucket: 'HOUR', size: HOUR_MS, count: 24 },
  week: { bucket: 'DAY', size: DAY_MS, count: 7 },
  month: { bucket: 'DAY', size: DAY_MS, count: 30 },
} as const;
type Period = keyof typeof PERIODS;

const isPeriod = (given: string): given is Period => given in PERIODS;

/** The statistics of the period in the address. It ends with the current hour or day, so that the cache key stays the same until then. */
export function useStats(id: string) {
  const [chosen, choose] = useFilters(['period']);
  const period: Period = isPeriod(chosen.period) ? chosen.period : 'week';
  const { bucket, size, count } = PERIODS[period];
  const to = Math.ceil((Date.now() + 1) / size) * size;
  const times = { from: new Date(to - count * size).toISOString(), to: new Date(to).toISOString() };
  const { data, error, refetch } = useApi(StatsQuery, { id, ...times, bucket });
  useRefreshOn(useLiveExecutions().version, () => void refetch());
  return {
    period,
    choose: (next: string) => choose({ period: next }),
    stats: data?.automationStats,
    error,
    retry: () => void refetch(),
    ...times,
  };
}

const KINDS = ['started', 'succeeded', 'failed', 'cancelled'] as const;

/** Totals and bars of a period, and which period it is. */
export function StatsCard({ of: { period, choose, stats, error, retry, from } }: { of: ReturnType<typeof useStats> }) {
  const text = useText().automation;
  return (
    <Card title={text.numbers}>
      <Choice
        label={text.period}
        value={period}
        onChange={({ target }) => choose(target.value)}
        options={Object.entries(text.periods)}
      />
      {error && <ErrorState error={error} retry={retry} />}
      {stats ? <Numbers stats={stats} from={from} /> : !error && <Loading />}
    </Card>
  );
}

function Numbers({ stats, from }: { stats: Stats; from: string }) {
  const { automation: text, now } = useText();
  return (
    <>
      <dl className={styles.counts}>
        {KINDS.map((kind) => (
          <div key={kind} className={stats[kind] > 0 ? styles[kind] : ''}>
            <dt>{text[kind]}</dt>
            <dd>{stats[kind]}</dd>
          </div>
        ))}
      </dl>
      <Bars of={stats.buckets} label={text.bars(stats.started, stats.failed)} />
      <p className={styles.axis}>
        <Time at={from} />
        <span>{now.atPresent}</span>
      </p>
    </>
  );
}
