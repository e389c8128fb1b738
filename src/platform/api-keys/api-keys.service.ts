import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { z } from 'zod';
import { invalidInput, notFound, type Mistake } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { atMost } from '../../kernel/text.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { recordInAudit } from '../audit/audit-log.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../paging/connection.js';
import { CREATE, FIND_BY_HASHES, FIND_BY_IDS, KEEP, PAGE, REVOKE } from './api-keys.statements.js';
import { generateKey, idOfKey } from './key-format.js';
import { ROLES, type Principal, type Role } from '../requester/requester.js';

/** A stored key, without its secret. */
export interface ApiKeyRow {
  id: string;
  name: string;
  role: Role;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

type Asked = { id: string | undefined; hash: Buffer };
type FoundKey = {
  id: string;
  workspaceId: string;
  role: Role;
  name: string;
  keyHash: Buffer;
  requestsPerMinute: number | null;
};

const newKey = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Must not be empty')
    .refine(...atMost(200))
    .refine((name) => !/[\0\p{Cs}]/u.test(name), 'Contains a character that cannot be stored'),
  role: z.enum(ROLES),
  expiresAt: z.date().nullish(),
});

/** The input for a new key. */
export type NewApiKey = z.input<typeof newKey>;

/** Creates and authenticates API keys; only their HMAC is stored. */
@Injectable()
export class ApiKeys {
  // Not cached, so that a revoked key stops working at once; lookups of one turn of the event loop are batched.
  private readonly found = new DataLoader<Asked, FoundKey | undefined>((asked) => this.find(asked), {
    cache: false,
    maxBatchSize: 500,
  });

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** The principal of a key, or undefined for one that is unknown, expired or revoked. */
  async authenticate(key: string): Promise<Principal | undefined> {
    const [id, hash] = [idOfKey(key), this.hash(key)];
    const found = await this.found.load({ id, hash });
    if (!found || !timingSafeEqual(found.keyHash, hash)) return undefined;
    return {
      workspaceId: found.workspaceId,
      role: found.role,
      actor: { type: 'api_key', id: found.id, name: found.name },
      expiresAt: null,
      requestsPerMinute: found.requestsPerMinute,
    };
  }

  /** Stores a key that the system issues for a workspace; storing the same key again changes nothing. */
  async keep(workspaceId: string, key: string, { name, role }: { name: string; role: Role }): Promise<void> {
    await this.database.query(KEEP, [idOfKey(key) ?? newId(), workspaceId, name, role, this.hash(key), newId()]);
  }

  /** Creates a key. Only this answer contains its secret. INVALID_INPUT. */
  async create(work: Work, input: NewApiKey): Promise<{ apiKey: ApiKeyRow; secret: string }> {
    const { name, role, expiresAt } = checked(input);
    const secret = ApiKeys.generate();
    const [apiKey] = await work.query<ApiKeyRow>(CREATE, [
      idOfKey(secret),
      work.workspaceId,
      name,
      role,
      this.hash(secret),
      expiresAt ?? null,
    ]);
    if (!apiKey) throw invalidInput([{ path: ['input', 'expiresAt'], message: 'Must be in the future' }]);
    await recordInAudit(work, { action: 'api_key.created', subject: apiKey });
    return { apiKey, secret };
  }

  /** Revokes a key permanently; repeating it changes nothing. NOT_FOUND. */
  async revoke(work: Work, id: string): Promise<ApiKeyRow> {
    const [revoked] = isId(id)
      ? await work.query<ApiKeyRow & { already: boolean }>(REVOKE, [work.workspaceId, id])
      : [];
    if (!revoked) throw notFound('API key', id);
    const { already, ...apiKey } = revoked;
    if (!already) await recordInAudit(work, { action: 'api_key.revoked', subject: apiKey });
    return apiKey;
  }

  /** Newest first, including expired and revoked keys. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<ApiKeyRow>> {
    const query = pageQuery(args);
    return toConnection(await reader.query<ApiKeyRow>(PAGE, [reader.workspaceId, query.afterId, query.limit]), query);
  }

  /** A new key. */
  static generate(): string {
    return generateKey();
  }

  private async find(asked: readonly Asked[]): Promise<(FoundKey | undefined)[]> {
    const [made, chosen] = [asked.filter(({ id }) => id), asked.filter(({ id }) => !id)];
    const [byId, byHash] = await Promise.all([
      made.length > 0
        ? this.database.query<FoundKey>(FIND_BY_IDS, [made.map(({ id }) => id), made.map(({ hash }) => hash)])
        : [],
      chosen.length > 0 ? this.database.query<FoundKey>(FIND_BY_HASHES, [chosen.map(({ hash }) => hash)]) : [],
    ]);
    return asked.map(({ id, hash }) =>
      id ? byId.find((key) => key.id === id) : byHash.find((key) => key.keyHash.equals(hash)),
    );
  }

  private hash(key: string): Buffer {
    return createHmac('sha256', this.config.keyPepper).update(key).digest();
  }
}

function checked(input: NewApiKey): z.output<typeof newKey> {
  const parsed = newKey.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    parsed.error.issues.map(({ path, message }) => ({ path: ['input', ...(path as Mistake['path'])], message })),
  );
}
