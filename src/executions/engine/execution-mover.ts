import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Work } from '../../platform/work/work.js';
import type { ActionSpec } from '../definition/definition.js';
import { layOut } from '../definition/flow.js';
import { ExecutionLog } from '../log/execution-log.service.js';
import { ExecutionQueue } from '../queue/execution-queue.js';
import { ExecutionAnnouncer } from '../feed/execution-announcer.js';
import type { Execution, Step } from '../log/execution.js';
import { executionColumns } from '../log/execution.entity.js';
import { STEP_COLUMNS } from '../log/step.entity.js';
import { plannedOf, type Happening } from '../log/moves.js';
import { transition } from '../log/transitions.js';
import { asJson, type JournalEntry } from '../log/step-journal.js';

/** A statement that finds executions and locks them: `SELECT ${standingColumns('e')} FROM execution e ... FOR UPDATE OF e`. */
export interface Locking {
  text: string;
  values?: readonly unknown[];
}

/** An execution as it was found. */
export type Found = Execution & { step: Step | null; isDisabled: boolean; actions?: ActionSpec[] };

/** The columns by which executions are found; with `actions` where what happened may lead on to the next step. */
export const standingColumns = (e: string, actions = false) => `
  ${executionColumns(e)},
  (SELECT to_jsonb(s) FROM (SELECT ${STEP_COLUMNS} FROM step WHERE execution_id = ${e}.id AND index = ${e}.next_step) s) AS step,
  NOT EXISTS (SELECT FROM automation_gate g WHERE g.automation_id = ${e}.automation_id AND g.open) AS "isDisabled"
  ${actions ? `, (SELECT d.body -> 'actions' FROM definition d WHERE d.id = ${e}.definition_id) AS actions` : ''}`;

const MOVE = `SELECT ${executionColumns('m')} FROM move_executions($1, $2) m`;

/** Moves executions whose next state does not depend on a worker's claim: timers, people, late outcomes, lost workers. */
@Injectable()
export class ExecutionMover {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: ExecutionLog,
    private readonly queue: ExecutionQueue,
    private readonly announcer: ExecutionAnnouncer,
  ) {}

  /** Moves what is found, in one transaction, and tells of it. Resolves with the executions that were moved, as they are now. */
  async move(found: Locking, what: (execution: Found) => Happening): Promise<Execution[]> {
    const moved = await this.unitOfWork.transaction((transaction) => moveFound(transaction, found, what));
    await this.tell(moved);
    return moved;
  }

  /** The same within an open transaction; those for which nothing happens stay. Call `tell` after the commit. */
  moveWithin(
    work: Pick<Work, 'query'>,
    found: Locking,
    what: (execution: Found) => Happening | null,
  ): Promise<Execution[]> {
    return moveFound(work, found, what);
  }

  /** Announces executions that were moved, logs them, and rings for those that are queued. Call it after the commit. */
  async tell(moved: Execution[]): Promise<void> {
    if (moved.length === 0) return;
    this.announcer.changed(await this.log.changes(moved));
    this.queue.ringFor(moved);
  }
}

async function moveFound(
  { query }: Pick<Work, 'query'>,
  { text, values }: Locking,
  what: (execution: Found) => Happening | null,
): Promise<Execution[]> {
  const entries = (await query<Found>(text, values))
    .map((found) => entryOf(found, what(found)))
    .filter((entry) => entry !== null);
  return entries.length === 0 ? [] : query<Execution>(MOVE, asJson(entries));
}

function entryOf(found: Found, what: Happening | null): JournalEntry | null {
  if (!what) return null;
  const { id, workspaceId, fence, seq, step, isDisabled, actions = [] } = found;
  const move = transition(
    { execution: found, isDisabled, actions: layOut(actions).map(plannedOf), step: step ?? undefined },
    what,
  );
  return move && { executionId: id, workspaceId, fence, seq, move };
}
