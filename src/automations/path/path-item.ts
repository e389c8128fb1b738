import type { ActorType } from '../../platform/events/origin.js';
import { DomainError } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';

export const PATH_KINDS = ['EVENT', 'DECISION', 'EXECUTION', 'MESSAGE', 'TASK', 'ORDER'] as const;
export type PathKind = (typeof PATH_KINDS)[number];

/** The actor of an item, as stored with events. */
interface PathActor {
  actorType: ActorType;
  actorId: string | null;
  actorName: string | null;
}

/** The position of an item in a path: microseconds, then ids; results of an event are directly above it. */
export interface Position {
  us: bigint;
  id: string;
  rank: number;
  sub: string;
}

/** One item in the history of a contact or order. */
export interface PathItem {
  position: Position;
  at: Date;
  kind: PathKind;
  id: string;
  label: string;
  detail: string | null;
  by: PathActor | null;
}

const MAX_MS = 2n ** 48n - 1n;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The position before the newest item. */
export const START: Position = { us: MAX_MS * 1_000n, id: LAST_ID, rank: 9, sub: LAST_ID };

/** Negative if `a` comes before `b`, that is, if it is newer. */
export function comparePositions(a: Position, b: Position): number {
  if (a.us !== b.us) return a.us > b.us ? -1 : 1;
  if (a.id !== b.id) return a.id > b.id ? -1 : 1;
  if (a.rank !== b.rank) return b.rank - a.rank;
  return a.sub === b.sub ? 0 : a.sub > b.sub ? -1 : 1;
}

/** The position of a row with a UUIDv7, which contains its time. */
export const positionOf = (id: string, rank = 0, sub = ''): Position => ({
  us: BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}`) * 1_000n,
  id,
  rank,
  sub,
});

/** The greatest UUIDv7 at or after a position. */
export function idUpTo({ us, id }: Position): string {
  const ms = us / 1_000n;
  const [lowest, highest] = [idOfTime(ms, '0'), idOfTime(ms, 'f')];
  // A UUIDv7 is positioned at the first microsecond of its millisecond.
  if (us % 1_000n > 0n) return highest;
  return id < lowest ? lowest : id > highest ? highest : id;
}

function idOfTime(ms: bigint, rest: string): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${rest.repeat(4)}-${rest.repeat(4)}-${rest.repeat(12)}`;
}

export const toCursor = ({ us, id, rank, sub }: Position) =>
  Buffer.from([us, id, rank, sub].join(' ')).toString('base64url');

/** The position of a cursor. INVALID_INPUT if it is invalid. */
export function ofCursor(cursor: string): Position {
  const [us = '', id, rank = '', sub = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const isOne =
    /^\d{1,18}$/.test(us) && BigInt(us) <= START.us && isId(id) && /^[0-9]$/.test(rank) && (sub === '' || isId(sub));
  if (!isOne)
    throw new DomainError('INVALID_INPUT', 'The cursor does not belong to this list', [
      { path: ['after'], message: 'Not a cursor of this list' },
    ]);
  return { us: BigInt(us), id, rank: Number(rank), sub };
}
