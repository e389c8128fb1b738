import type { Reader } from '../database/reader.js';
import { outside, type Origin } from '../events/origin.js';
import type { AnswerBudget } from '../query-limits/query-budget.js';
import type { RequestLoaders } from './request-loaders.js';

/** The roles of a key; each includes the previous ones. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The identity of a credential. The workspace is taken only from here. */
export interface Principal {
  workspaceId: string;
  role: Role;
  /** A key, or a person known to the token issuer; the name is for display. */
  actor: { type: 'api_key' | 'user'; id: string; name: string };
  /** When a token expires; null for keys, whose expiry is in the database. */
  expiresAt: Date | null;
  /** The workspace's own limit; null for the server's. */
  requestsPerMinute: number | null;
}

/** The caller, with everything a resolver needs: an origin for changes, a reader and loaders, and a budget. */
export interface Requester {
  principal: Principal;
  workspaceId: string;
  origin: Origin;
  reader: Reader;
  loaders: RequestLoaders;
  /** The budget of the answer; the reader counts against it too. */
  budget: AnswerBudget;
}

/** The origin of changes by the holder of a credential. */
export const originOf = ({ workspaceId, actor }: Principal): Origin => outside(workspaceId, actor);
