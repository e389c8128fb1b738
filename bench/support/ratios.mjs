const TARGETS = [
  { name: 'same work: executions/s, ours over DBOS', of: ['ours', 'executions/s'], over: ['dbos', 'executions/s'], atLeast: 5 },
  { name: 'same work: CPU, ours over DBOS', of: ['ours', 'CPU s/1000'], over: ['dbos', 'CPU s/1000'], atMost: 0.25 },
  { name: 'same work: p95, ours over DBOS', of: ['ours', 'p95 ms'], over: ['dbos', 'p95 ms'], atMost: 0.7 },
  { name: 'same work: executions/s, ours over the pgbench limit', of: ['ours', 'executions/s'], over: ['pgbench', 'limit executions/s'], atLeast: 0.75 },
  { name: 'same work: executions/s, ours over BullMQ without records', of: ['ours', 'executions/s'], over: ['bullmq', 'executions/s'] },
];

/** The targets of issue 5 that these results can tell of, each with its value and whether it is reached. */
export function ratiosOf(results) {
  const figure = ([name, measure]) => results.find(({ row }) => row.name === name)?.figures[measure]?.median;
  return TARGETS.flatMap(({ name, of, over, atLeast, atMost }) => {
    const [a, b] = [figure(of), over ? figure(over) : 1];
    if (a === undefined || b === undefined) return [];
    const value = a / b;
    const reached = (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
    const wanted = atLeast !== undefined ? `at least ${atLeast}` : atMost !== undefined ? `at most ${atMost}` : 'nothing';
    return [{ name, value, wanted, reached }];
  });
}
