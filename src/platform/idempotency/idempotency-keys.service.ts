import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import type { Principal } from '../requester/requester.js';
import { Config } from '../config/config.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { SecretBox } from '../secrets/secret-box.js';
import { KEEP_ANSWER } from './idempotency-keys.statements.js';
import { KeptValues } from './kept-values.js';
import { changesOf } from './keyed-document.js';
import { KeyedRequest } from './keyed-request.js';

/** A well-formed GraphQL request over HTTP. */
export interface GraphQLRequest {
  query: string;
  operationName?: string | null;
  variables?: object | null;
}

/** A GraphQL answer. */
export interface GraphQLAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly { extensions?: Record<string, unknown> }[];
}

/** Mutations with an Idempotency-Key: the same key and request get the first answer again, and change nothing. */
@Injectable()
export class IdempotencyKeys {
  private readonly log = new Logger(IdempotencyKeys.name);
  private readonly values: KeptValues;

  constructor(
    private readonly config: Config,
    private readonly tenants: TenantDatabase,
    box: SecretBox,
  ) {
    this.values = new KeptValues(box);
  }

  /** The request with its key; undefined unless it is a mutation, since others ignore the header. INVALID_INPUT. */
  read(key: string, request: GraphQLRequest, principal: Principal): KeyedRequest | undefined {
    const changes = changesOf(request.query, request.operationName ?? undefined);
    if (!changes) return undefined;
    if (!KEY.test(key)) throw invalidInput([{ path: ['headers', 'idempotency-key'], message: BAD_KEY }]);
    if (changes.length > 1)
      throw invalidInput([{ path: ['query'], message: `${ONE_CHANGE}; this one has ${changes.length}` }]);
    const { workspaceId, actor } = principal;
    return new KeyedRequest(
      { workspaceId, actorId: actor.id, key, requestHash: this.hash(request, principal) },
      this.values,
    );
  }

  /** The stored answer to this request; undefined if there is none or it was not stored. CONFLICT if the key was used for another request. */
  async answerTo(request: KeyedRequest): Promise<GraphQLAnswer | undefined> {
    const reader = this.tenants.reader(request.by.workspaceId);
    const row = await request.find((text, values) => reader.query(text, values));
    return row?.answer ? (this.values.open(row.id, 'answer', row.answer) as GraphQLAnswer) : undefined;
  }

  /** Stores the answer to a completed change. Resolves with the answer to send: the first one stored for this key. */
  async keep(request: KeyedRequest, answer: GraphQLAnswer): Promise<GraphQLAnswer> {
    const { rowId, by } = request;
    if (!rowId || !isWorthKeeping(answer)) return answer;
    try {
      const [row] = await this.tenants
        .reader(by.workspaceId)
        .query<{ answer: string }>(KEEP_ANSWER, [by.workspaceId, rowId, this.values.seal(rowId, 'answer', answer)]);
      return row ? (this.values.open(rowId, 'answer', row.answer) as GraphQLAnswer) : answer;
    } catch (err) {
      // The change was made and its result is stored: without this answer the next request reads the result again.
      this.log.warn({ msg: 'The answer to a request with an Idempotency-Key was not stored', err });
      return answer;
    }
  }

  // Includes the role: a credential with a lower role must not see the answer.
  private hash({ query, operationName, variables }: GraphQLRequest, { role }: Principal): Buffer {
    try {
      return createHmac('sha256', this.config.keyPepper)
        .update(JSON.stringify([role, query, operationName ?? null, variables ?? null]))
        .digest();
    } catch (error) {
      if (error instanceof RangeError)
        throw new DomainError('INVALID_INPUT', TOO_DEEP, [{ path: ['variables'], message: TOO_DEEP }]);
      throw error;
    }
  }
}

const KEY = /^[\x20-\x7e]{1,128}$/;
const BAD_KEY = 'An Idempotency-Key has 1 to 128 printable ASCII characters';
const ONE_CHANGE = 'With an Idempotency-Key a request has one mutation, as its answer is kept with that change';
const TOO_DEEP = 'The variables are nested too deep';

// A rejected change may be retried under its key. An internal failure may succeed on the next attempt.
const isWorthKeeping = ({ data, errors = [] }: GraphQLAnswer) =>
  Object.values(data ?? {}).some((value) => value !== null) &&
  errors.every(({ extensions }) => extensions?.code !== 'INTERNAL');
