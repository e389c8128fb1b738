import { DomainError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { IdempotencyClaim, Returned } from '../database/idempotency-claim.js';
import type { Reader } from '../database/reader.js';
import type { Statement } from '../database/statement.js';
import { FIND, KEEP_RETURNED, TAKE } from './idempotency-keys.statements.js';
import type { KeptValues } from './kept-values.js';

/** The owner of a key, and its request. */
export interface KeyedBy {
  workspaceId: string;
  actorId: string;
  key: string;
  requestHash: Buffer;
}

/** A key's row. */
export interface KeyRow {
  id: string;
  requestHash: Buffer;
  returned: string | null;
  answer: string | null;
}

/** Another request with the same key is still in progress. */
export class RequestUnderWayError extends DomainError {
  constructor() {
    super('CONFLICT', 'A request with this Idempotency-Key is in progress: try again in a moment');
  }
}

/** A mutation with an Idempotency-Key, from its arrival to its answer. */
export class KeyedRequest implements IdempotencyClaim {
  private isTaken = false;
  /** The row of this key, once this request or an earlier one made the change. */
  rowId: string | undefined;

  constructor(
    readonly by: KeyedBy,
    private readonly values: KeptValues,
  ) {}

  async take(query: Reader['query']): Promise<Returned | undefined> {
    if (this.isTaken) throw new Error('A mutation under an Idempotency-Key is one unit of work');
    this.isTaken = true;
    const { workspaceId, actorId, key, requestHash } = this.by;
    const [taken] = await query<{ id: string }>(TAKE, [newId(), workspaceId, actorId, key, requestHash]);
    if (taken) {
      this.rowId = taken.id;
      return undefined;
    }
    const row = await this.find(query);
    if (!row) throw new RequestUnderWayError();
    this.rowId = row.id;
    return { returned: this.values.open(row.id, 'returned', row.returned!) };
  }

  keep(returned: unknown): Statement<void> {
    return {
      text: KEEP_RETURNED,
      values: [this.by.workspaceId, this.rowId!, this.values.seal(this.rowId!, 'returned', returned)],
      read: () => undefined,
    };
  }

  /** The row of this key if it was used in the last 24 hours. CONFLICT if it was used for another request. */
  async find(query: Reader['query']): Promise<KeyRow | undefined> {
    const { workspaceId, actorId, key, requestHash } = this.by;
    const [row] = await query<KeyRow>(FIND, [workspaceId, actorId, key]);
    if (row && !row.requestHash.equals(requestHash)) throw new DomainError('CONFLICT', ANOTHER);
    return row;
  }
}

const ANOTHER =
  'This Idempotency-Key was used for another request: a key is for one mutation with its variables, and for trying it again';
