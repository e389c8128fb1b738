/** The rows of the bench: what is run for each, and against which row it is set. */

const BURST = ['--mode', 'burst'];
const STEADY = ['--mode', 'steady', '--rate', '20'];

const row = (name, title, script, args = [], more = {}) => ({ name, title, script, args, ...more });

export const ROWS = [
  row('pgbench', 'pgbench: best commits a second / 4', 'yardsticks/pgbench.mjs'),
  row('bullmq', 'BullMQ, three inserts, no step records', 'yardsticks/bullmq.mjs', BURST),
  row('dbos', 'DBOS Transact, three steps', 'yardsticks/dbos.mjs', BURST),
  row('ours', 'ours, cap 50, API + 2 workers', 'ours/same-work.mjs', [...BURST, '--workers', '2']),
  row('ours-1', 'ours, cap 50, API + 1 worker', 'ours/same-work.mjs', [...BURST, '--workers', '1']),
  row('ours-all', 'ours, cap 50, one process', 'ours/same-work.mjs', [...BURST, '--workers', '0']),
  row('ours-cap-5', 'ours, cap 5, API + 2 workers', 'ours/same-work.mjs', [...BURST, '--workers', '2', '--cap', '5']),
  row('dbos-steady', 'DBOS, 20 a second', 'yardsticks/dbos.mjs', STEADY),
  row('ours-steady', 'ours, 20 a second, API + 1 worker', 'ours/same-work.mjs', STEADY),
  row('moves', 'moveOrder, one automation, API + 2 workers', 'ours/moves.mjs', [...BURST, '--workers', '2']),
  row('moves-all', 'moveOrder, one automation, one process', 'ours/moves.mjs', [...BURST, '--workers', '0']),
  row('moves-bare', 'moveOrder, no automation, API + 2 workers', 'ours/moves.mjs', [...BURST, '--workers', '2', '--automations', '0']),
  row('move-latency', 'moveOrder, 200 a second, one automation', 'ours/moves.mjs', ['--mode', 'steady', '--rate', '200']),
  row('move-latency-bare', 'moveOrder, 200 a second, no automation', 'ours/moves.mjs', ['--mode', 'steady', '--rate', '200', '--automations', '0']),
];

const perSecond = (row) => row?.perSecond;
const cpu = (row) => row?.cpuSecondsPer1000;
const p95 = (row) => row?.latencyMs?.p95;
const p50 = (row) => row?.latencyMs?.p50;

/** What is to be reached: a figure over another of the same run; `atMost` or `atLeast`. */
export const TARGETS = [
  { title: 'executions a second, ours / DBOS', of: ['ours', 'dbos', perSecond], atLeast: 5 },
  { title: 'CPU of our processes / of DBOS', of: ['ours', 'dbos', cpu], atMost: 0.25 },
  { title: 'p95 at 20 a second, ours / DBOS', of: ['ours-steady', 'dbos-steady', p95], atMost: 0.7 },
  { title: 'executions a second, ours / pgbench limit', of: ['ours', 'pgbench', perSecond], atLeast: 0.75 },
  { title: 'moves a second, finished behind each', of: ['moves', undefined, perSecond], atLeast: 1000 },
  { title: 'latency of a move (p50), with / without automation', of: ['move-latency', 'move-latency-bare', p50], atMost: 1.5 },
  { title: '2 workers / 1', of: ['ours', 'ours-1', perSecond] },
];
