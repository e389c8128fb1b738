const TARGETS = [
  {
    name: 'same work: executions/s, ours over DBOS',
    of: ['ours', 'executions/s'],
    over: ['dbos', 'executions/s'],
    atLeast: 5,
  },
  { name: 'same work: CPU, ours over DBOS', of: ['ours', 'CPU s/1000'], over: ['dbos', 'CPU s/1000'], atMost: 0.25 },
  { name: 'same work: p95, ours over DBOS', of: ['ours', 'p95 ms'], over: ['dbos', 'p95 ms'], atMost: 0.7 },
  {
    name: 'same work: executions/s, ours over the pgbench limit',
    of: ['ours', 'executions/s'],
    over: ['pgbench', 'limit executions/s'],
    atLeast: 0.75,
  },
  {
    name: 'same work: executions/s, ours over BullMQ without records',
    of: ['ours', 'executions/s'],
    over: ['bullmq', 'executions/s'],
  },
  {
    name: 'a journey: executions/s, ours over DBOS',
    of: ['journey', 'executions/s'],
    over: ['journey-dbos', 'executions/s'],
  },
  { name: 'a journey: CPU, ours over DBOS', of: ['journey', 'CPU s/1000'], over: ['journey-dbos', 'CPU s/1000'] },
  { name: 'a journey: p50, ours over DBOS', of: ['journey', 'p50 ms'], over: ['journey-dbos', 'p50 ms'] },
  { name: 'real work: moves/s, finished behind each, one process', of: ['moves', 'moves/s, finished'], atLeast: 1_000 },
  {
    name: 'real work: moves/s, finished behind each, API + 2 workers',
    of: ['moves-split', 'moves/s, finished'],
    atLeast: 1_000,
  },
  { name: 'real work: p50 of a move with / without, one process', of: ['moves', 'p50 with / without'], atMost: 1.5 },
  { name: 'real work: p95 of a move with / without, one process', of: ['moves', 'p95 with / without'], atMost: 1.5 },
  {
    name: 'real work: p50 of a move with / without, API + 2 workers',
    of: ['moves-split', 'p50 with / without'],
    atMost: 1.5,
  },
  {
    name: 'real work: p95 of a move with / without, API + 2 workers',
    of: ['moves-split', 'p95 with / without'],
    atMost: 1.5,
  },
  { name: 'an idle process: CPU, % of a core', of: ['idle', 'CPU of a core, %'], atMost: 0.5 },
  { name: 'an idle process: transactions/s', of: ['idle', 'transactions/s'], atMost: 1 },
  { name: 'an idle process: Redis commands/s', of: ['idle', 'Redis commands/s'], atMost: 0.2 },
  {
    name: '10,000 automations, by config: dispatch over that of one',
    of: ['automations', 'by config / 1'],
    atMost: 1.2,
  },
  {
    name: '10,000 automations, by condition: dispatch over that of one',
    of: ['automations', 'by condition / 1'],
    atMost: 1.2,
  },
  {
    name: '10,000 automations in 1,000 workspaces: dispatch over that of one',
    of: ['automations', 'over workspaces / 1'],
    atMost: 1.2,
  },
  { name: '4 workers over 1', of: ['workers', '4 workers / 1'], atLeast: 1.8 },
  { name: '1,000,000 sleepers: executions/s over those without', of: ['sleepers', 'with / without'], atLeast: 0.95 },
  {
    name: '1,000,000 wait for a reply: executions/s over those while ten wait',
    of: ['waiting', 'throughput, a million / ten'],
    atLeast: 0.95,
  },
  {
    name: 'a reply that meets one of 1,000,000, p50 over one of ten',
    of: ['waiting', 'meeting, a million / ten'],
    atMost: 1.2,
  },
  { name: 'events nobody waits for: CPU over before', of: ['unawaited', 'CPU, now / before'], atMost: 1.02 },
  {
    name: 'events nobody waits for: dispatch p50 over before',
    of: ['unawaited', 'dispatch p50, now / before'],
    atMost: 1.02,
  },
  {
    name: 'a page of the long log over one of 10,000, the worst',
    of: ['log-pages', 'worst page / of 10,000'],
    atMost: 2,
  },
  {
    name: 'a quiet workspace while another floods: p95, one process',
    of: ['flood', 'flooded / alone, p95'],
    atMost: 2,
  },
  {
    name: 'a quiet workspace while another drains: p95, one process',
    of: ['flood', 'draining / alone, p95'],
    atMost: 2,
  },
  {
    name: 'a quiet workspace while another floods: p95, 2 API + 2 workers',
    of: ['flood-split', 'flooded / alone, p95'],
    atMost: 2,
  },
  {
    name: 'a quiet workspace while another drains: p95, 2 API + 2 workers',
    of: ['flood-split', 'draining / alone, p95'],
    atMost: 2,
  },
  { name: '1,000 sockets: updates missed', of: ['sockets', 'updates missed'], atMost: 0 },
  { name: 'soak: growth of the heap, MiB a minute', of: ['soak', 'heap MiB/min'], atMost: 0.2 },
];

/** The targets for which these results have figures, each with its value and whether it is reached. */
export function ratiosOf(results) {
  const figure = ([name, measure]) => results.find(({ row }) => row.name === name)?.figures[measure]?.median;
  return TARGETS.flatMap(({ name, of, over, atLeast, atMost }) => {
    const [a, b] = [figure(of), over ? figure(over) : 1];
    if (a === undefined || b === undefined) return [];
    const value = a / b;
    const reached = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
    const wanted =
      atLeast !== undefined ? `at least ${atLeast}` : atMost !== undefined ? `at most ${atMost}` : 'nothing';
    return [{ name, value, wanted, reached }];
  });
}
