import { Injectable, type OnModuleInit } from '@nestjs/common';
import { toJsonText } from '../../kernel/json.js';
import { ofContact, ofOrder } from '../../platform/outbox/events-about.js';
import { Deletions, type DeletedSubject, type DeletionWatcher } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import { ExecutionMover } from '../engine/execution-mover.js';
import { SUBJECT_DELETED } from '../log/execution.js';
import { Endings } from './endings.service.js';

/** How many end with the deletion; the others are marked, and end when they are next looked at. */
const MOST_AT_ONCE = 1_000;

// By the events' own indexes. An execution does not end itself by what it deletes.
const about = (conditions: string[]) => `
  SELECT e.id FROM (${conditions.map((condition) => `SELECT v.id FROM event v WHERE v.workspace_id = $1 AND ${condition}`).join(' UNION ')}) v
  JOIN execution e ON e.event_id = v.id
  WHERE e.status IN ('QUEUED', 'RUNNING', 'SLEEPING') AND NOT e.cancel_requested AND e.id IS DISTINCT FROM $3`;

const ABOUT = { contact: about(ofContact('$2')), order: about(ofOrder('$2')) };

// A sleeper wakes at once, and its worker ends it before its next step; one that settles a send does so first.
const MARK = (found: string) => `
  UPDATE execution e SET cancel_requested = true, cancel_reason = $4, wake_at = CASE
    WHEN e.status = 'SLEEPING' AND NOT EXISTS (SELECT FROM step s WHERE s.execution_id = e.id AND s.status = 'UNKNOWN') THEN clock_now()
    ELSE e.wake_at END
  WHERE e.id IN (${found}) AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')`;

/** Ends executions whose contact or order is deleted, in the transaction of the deletion. */
@Injectable()
export class SubjectEndings implements OnModuleInit, DeletionWatcher {
  constructor(
    private readonly deletions: Deletions,
    private readonly endings: Endings,
    private readonly mover: ExecutionMover,
  ) {}

  onModuleInit(): void {
    this.deletions.watch(this);
  }

  async subjectDeleted(work: Work, { contactId, orderId }: DeletedSubject): Promise<void> {
    const what = contactId ? 'contact' : 'order';
    const values = [work.workspaceId, contactId ?? orderId, work.origin.executionId];
    const reason = { code: SUBJECT_DELETED, message: `The ${what} was deleted` };
    const found = await work.query<{ id: string }>(`${ABOUT[what]} LIMIT ${MOST_AT_ONCE}`, values);
    const ended = await this.endings.end(work, new Map(found.map(({ id }) => [id, reason])));
    if (found.length === MOST_AT_ONCE) await work.query(MARK(ABOUT[what]), [...values, toJsonText(reason)]);
    work.afterCommit(() => this.mover.tell(ended));
  }
}
