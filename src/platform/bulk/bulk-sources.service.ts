import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { toJsonText, type Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { Reader } from '../database/reader.js';
import type { Work } from '../work/work.js';
import {
  COMPLETE_SOURCE,
  COUNT_UNTAKEN,
  DELETE_SOURCE,
  FIRST_PARTS,
  HOLD_SOURCE,
  INSERT_BATCH,
  INSERT_SOURCE,
  TAKE_SOURCE,
} from './bulk.statements.js';

/** Parts that are stored for an operation. */
export interface Source {
  id: string;
  name: string | null;
  columns: string[];
  parts: number;
}

/** Runs a statement in a transaction of the workspace; see UnitOfWork. */
export type Within = <T>(body: (work: Work) => Promise<T>) => Promise<T>;

/** What operations work on. */
@Injectable()
export class BulkSources {
  /**
   * Stores parts as they come, in transactions of `within`, and resolves with the complete source. If the parts cannot be read, nothing
   * is left.
   */
  async store(
    within: Within,
    { name, columns, batches }: { name: string | null; columns: () => string[]; batches: AsyncIterable<Json[]> },
  ): Promise<Source> {
    const id = newId();
    let parts = 0;
    await within((work) => work.query(INSERT_SOURCE, [work.workspaceId, id, name]));
    try {
      for await (const batch of batches) {
        const first = parts;
        await within((work) => work.query(INSERT_BATCH, [work.workspaceId, id, first, toJsonText(batch)]));
        parts += batch.length;
      }
      await within((work) => work.query(COMPLETE_SOURCE, [work.workspaceId, id, toJsonText(columns()), parts]));
    } catch (error) {
      // What remains if this fails too is deleted after a day.
      await within((work) => work.query(DELETE_SOURCE, [work.workspaceId, id])).catch(() => undefined);
      throw error;
    }
    return { id, name, columns: columns(), parts };
  }

  /** A complete source, held until the end of the unit of work. NOT_FOUND; CONFLICT if an operation has taken it. */
  async hold(work: Work, id: string): Promise<Source> {
    const [source] = await work.query<Omit<Source, 'id'> & { takenAt: Date | null }>(HOLD_SOURCE, [
      work.workspaceId,
      id,
    ]);
    if (!source) throw notFound('upload', id);
    const { takenAt, ...rest } = source;
    if (takenAt) throw new DomainError('CONFLICT', 'This upload was imported already: upload the file again');
    return { id, ...rest };
  }

  /** Gives a held source to an operation, which deletes it when it ends. */
  async take(work: Work, id: string): Promise<void> {
    await work.query(TAKE_SOURCE, [work.workspaceId, id]);
  }

  /** Its first parts, unless they are done already. */
  async firstParts(reader: Reader, id: string, limit: number): Promise<Json[]> {
    const rows = await reader.query<{ part: Json }>(FIRST_PARTS, [reader.workspaceId, id, limit]);
    return rows.map(({ part }) => part);
  }

  /** RATE_LIMITED if the workspace has too many sources that no operation has taken. */
  async assertRoom(reader: Reader): Promise<void> {
    const [waiting] = await reader.query<{ count: number }>(COUNT_UNTAKEN, [reader.workspaceId]);
    if (waiting!.count >= LIMITS.maxUploads)
      throw new DomainError(
        'RATE_LIMITED',
        `At most ${LIMITS.maxUploads} uploads are kept: import some, or try again in a day`,
      );
  }
}
