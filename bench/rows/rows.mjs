import { movesRows } from './moves.mjs';
import { oursRows } from './ours.mjs';
import { pgbenchRow } from './pgbench.mjs';
import { yardstickRows } from './yardsticks.mjs';

/** Rows that are played in turn, every round. */
export const TURN_ROWS = [...oursRows, ...yardstickRows, pgbenchRow, ...movesRows];

/** Rows that compare two states of the product within themselves; played once each. */
export const SCALE_ROWS = [];
