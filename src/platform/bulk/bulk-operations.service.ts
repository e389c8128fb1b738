import { Injectable } from '@nestjs/common';
import { idOf } from '../../kernel/checks/checks.js';
import { DomainError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { toJsonText, type JsonObject } from '../../kernel/json.js';
import type { Reader } from '../database/reader.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../paging/connection.js';
import type { Work } from '../work/work.js';
import type { PartResult } from './bulk-kind.js';
import type { BulkOperationRow } from './bulk-operation.entity.js';
import type { BulkOutcome, BulkResultRow } from './bulk-result.entity.js';
import {
  ABORT,
  ADVANCE,
  DELETE_SOURCE,
  INSERT_OPERATION,
  INSERT_RESULTS,
  OPERATION_BY_ID,
  OPERATIONS,
  RESULTS,
} from './bulk.statements.js';

/** How many mistakes a dry run keeps. */
const MOST_MISTAKES = 100;

/** A bulk operation to begin. */
export interface NewBulkOperation {
  kind: string;
  isDryRun: boolean;
  /** What it does, in words. */
  describedAs: string;
  input: JsonObject;
  /** Null if it is done within the same unit of work. */
  sourceId: string | null;
  startsNothing: boolean;
  total: number;
}

/** The results of consecutive parts, after `done` others. */
export interface DoneParts {
  results: readonly PartResult[];
  done: number;
}

type Recorded = Pick<BulkOperationRow, 'id' | 'isDryRun' | 'failed'>;

/** The bulk operations of a workspace, and their results. */
@Injectable()
export class BulkOperations {
  /** Stores an operation with the origin's actor; the runner does it after the commit. */
  async start(
    work: Work,
    { kind, isDryRun, describedAs, input, ...rest }: NewBulkOperation,
  ): Promise<BulkOperationRow> {
    const { actor } = work.origin;
    const [operation] = await work.query<BulkOperationRow>(INSERT_OPERATION, [
      work.workspaceId,
      newId(),
      kind,
      isDryRun,
      describedAs,
      toJsonText(input),
      rest.sourceId,
      rest.startsNothing,
      rest.total,
      actor.type,
      actor.id,
      actor.name ?? null,
    ]);
    return operation!;
  }

  /** Stores the results of parts and counts them; the last part ends the operation. */
  async record(
    work: Work,
    { id, isDryRun, failed }: Recorded,
    { results, done }: DoneParts,
  ): Promise<BulkOperationRow> {
    const rows = results.map(({ outcome, entityId, message }, index) => ({
      id: newId(),
      position: done + index + 1,
      outcome,
      entityId: entityId ?? null,
      message: message ?? null,
    }));
    const kept = isDryRun
      ? rows.filter(({ outcome }) => outcome === 'FAILED').slice(0, Math.max(0, MOST_MISTAKES - failed))
      : rows;
    if (kept.length > 0) await work.query(INSERT_RESULTS, [work.workspaceId, id, toJsonText(kept)]);
    const count = (...outcomes: BulkOutcome[]) => rows.filter(({ outcome }) => outcomes.includes(outcome)).length;
    const counts = [rows.length, count('CREATED', 'UPDATED'), count('SKIPPED'), count('FAILED')];
    const [operation] = await work.query<BulkOperationRow>(ADVANCE, [work.workspaceId, id, ...counts]);
    return operation!;
  }

  /** Ends an operation after its current batch; what is done stays. NOT_FOUND; CONFLICT if it has ended. */
  async abort(work: Work, id: string): Promise<BulkOperationRow> {
    const [aborted] = await work.query<BulkOperationRow>(ABORT, [work.workspaceId, idOf('bulk operation', id)]);
    if (!aborted) {
      const { status } = await this.byId(work, id);
      throw new DomainError('CONFLICT', `The operation has ended already: ${status}`);
    }
    await this.release(work, aborted);
    return aborted;
  }

  /** Deletes what an ended operation worked on, unless a dry run, which leaves it for the operation itself. */
  async release(work: Work, { sourceId, isDryRun }: BulkOperationRow): Promise<void> {
    if (sourceId && !isDryRun) await work.query(DELETE_SOURCE, [work.workspaceId, sourceId]);
  }

  /** NOT_FOUND if there is none. */
  async byId(reader: Reader, id: string): Promise<BulkOperationRow> {
    const values = [reader.workspaceId, idOf('bulk operation', id)];
    const [operation] = await reader.query<BulkOperationRow>(OPERATION_BY_ID, values);
    if (!operation) throw notFound('bulk operation', id);
    return operation;
  }

  /** Newest first. */
  async page(reader: Reader, args: PageArgs): Promise<Connection<BulkOperationRow>> {
    const query = pageQuery(args);
    const values = [reader.workspaceId, query.afterId, query.limit];
    return toConnection(await reader.query<BulkOperationRow>(OPERATIONS, values), query);
  }

  /** The results of an operation in the order of its parts; only those with the outcome, if one is given. */
  async results(
    reader: Reader,
    id: string,
    { outcome, ...page }: PageArgs & { outcome?: BulkOutcome | null },
  ): Promise<Connection<BulkResultRow>> {
    const query = pageQuery(page);
    const values = [reader.workspaceId, id, query.afterId, query.limit, outcome ?? null];
    return toConnection(await reader.query<BulkResultRow>(RESULTS, values), query);
  }
}
