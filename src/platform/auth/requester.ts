import type { Reader } from '../database/reader.js';
import { outside, type Origin } from '../events/origin.js';
import type { RequestLoaders } from '../graphql/request-loaders.js';

/** What a key may do; each includes the ones before it. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whom a credential speaks for. The workspace comes from here and from nowhere else. */
export interface Principal {
  workspaceId: string;
  role: Role;
  /** A key, or a person whom the issuer of tokens knows; the name is for people to read. */
  actor: { type: 'api_key' | 'user'; id: string; name: string };
  /** When a token ends; null for keys, whose end is in the database. */
  expiresAt: Date | null;
}

/** Who asks, with what a resolver needs to answer: an origin to change by, a reader and loaders to read by. */
export interface Requester {
  principal: Principal;
  workspaceId: string;
  origin: Origin;
  reader: Reader;
  loaders: RequestLoaders;
}

/** The origin of what a credential's holder changes. */
export const originOf = ({ workspaceId, actor }: Principal): Origin => outside(workspaceId, actor);
