import { until } from './wait.mjs';

const OPEN = `SELECT count(*) FILTER (WHERE NOT doubtful)::int AS open, count(*) FILTER (WHERE doubtful)::int AS doubtful FROM (
  SELECT e.status = 'SLEEPING' AND EXISTS (SELECT FROM step s WHERE s.execution_id = e.id AND s.index = e.next_step AND s.status = 'UNKNOWN') AS doubtful
  FROM execution e WHERE e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')
  UNION ALL SELECT false FROM outbox) AS unfinished`;

/** Resolves when nothing of a scenario is unfinished or the time is over, with the elapsed milliseconds. */
export async function settle(scenario) {
  const began = performance.now();
  const within = (scenario.plan.settleMs ?? 45_000) * (scenario.long ? 4 : 1);
  let last;
  const look = async () => (last = (await scenario.query(OPEN))[0]).open === 0;
  await until(look, { within, every: 100 });
  const took = Math.round(performance.now() - began);
  // A message that was never sent gets no callback: skip the ten minutes in which its outcome is unknown.
  await until(async () => (await look()) && last.doubtful === 0, { within: 1_500, every: 100 });
  if (last.open === 0 && last.doubtful > 0) {
    await scenario.moveClock(`${scenario.ahead} 11 minutes`);
    await until(async () => (await look()) && last.doubtful === 0, { within: 20_000, every: 100 });
  }
  return took;
}
