import { Injectable } from '@nestjs/common';
import { toJsonText } from '../../kernel/json.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { ExecutionMover, standingColumns } from '../engine/execution-mover.js';
import type { Execution, ExecutionError } from '../log/execution.js';

const LOCKED = `
  SELECT ${standingColumns('e')} FROM execution e
  WHERE e.id = ANY($1) AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING') ORDER BY e.id FOR UPDATE OF e`;

// Its worker ends it before its next step, and a send in progress is settled first. The first reason stays.
const MARK = `
  UPDATE execution e SET cancel_requested = true, cancel_reason = n.reason FROM unnest($1::uuid[], $2::jsonb[]) AS n(id, reason)
  WHERE e.id = n.id AND NOT e.cancel_requested`;

/** Ends executions for a reason that lies outside them. */
@Injectable()
export class Endings {
  constructor(private readonly mover: ExecutionMover) {}

  /** Ends unfinished executions, each for its reason; running ones, and those that settle a send, before their next step. Resolves with those that ended now; tell of them after the commit. */
  async end(
    transaction: Pick<Transaction, 'query'>,
    reasons: ReadonlyMap<string, ExecutionError>,
  ): Promise<Execution[]> {
    if (reasons.size === 0) return [];
    const marked: string[] = [];
    const ended = await this.mover.moveWithin(transaction, { text: LOCKED, values: [[...reasons.keys()]] }, (found) => {
      const isSettling = found.status === 'RUNNING' || found.step?.status === 'UNKNOWN';
      if (!isSettling) return { type: 'stop asked', reason: reasons.get(found.id)! };
      marked.push(found.id);
      return null;
    });
    if (marked.length > 0) await transaction.query(MARK, [marked, marked.map((id) => toJsonText(reasons.get(id)!))]);
    return ended;
  }
}
