import { automationsRow } from './automations.mjs';
import { findingRow } from './finding.mjs';
import { floodRows } from './flood.mjs';
import { idleRow } from './idle.mjs';
import { journeyRows } from './journey.mjs';
import { logPagesRow } from './log-pages.mjs';
import { lonelyRow } from './lonely.mjs';
import { microRow } from './micro.mjs';
import { movesRows } from './moves.mjs';
import { oursRows } from './ours.mjs';
import { pgbenchRow } from './pgbench.mjs';
import { poolerRow } from './pooler.mjs';
import { retentionRow } from './retention.mjs';
import { sleepersRow } from './sleepers.mjs';
import { soakRow } from './soak.mjs';
import { socketsRow } from './sockets.mjs';
import { twoServersRow } from './two-servers.mjs';
import { unawaitedRow } from './unawaited.mjs';
import { waitingRow } from './waiting.mjs';
import { widerKeysRow } from './wider-keys.mjs';
import { workersRow } from './workers.mjs';
import { yardstickRows } from './yardsticks.mjs';

/** Rows that are compared, run in turn in every round. */
export const TURN_ROWS = [...oursRows, ...yardstickRows, pgbenchRow, ...movesRows, ...journeyRows];

/** Rows that compare two states of the product; run once each. */
export const SCALE_ROWS = [
  idleRow,
  lonelyRow,
  automationsRow,
  workersRow,
  poolerRow,
  twoServersRow,
  widerKeysRow,
  sleepersRow,
  waitingRow,
  unawaitedRow,
  logPagesRow,
  findingRow,
  retentionRow,
  ...floodRows,
  socketsRow,
  soakRow,
  microRow,
];
