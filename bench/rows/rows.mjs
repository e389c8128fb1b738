import { movesRows } from './moves.mjs';
import { oursRows } from './ours.mjs';

/** Rows that are played in turn, every round. */
export const TURN_ROWS = [...oursRows, ...movesRows];

/** Rows that compare two states of the product within themselves; played once each. */
export const SCALE_ROWS = [];
