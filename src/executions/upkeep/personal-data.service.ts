import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { toJsonText, type Json } from '../../kernel/json.js';
import { ERASED, withoutPersonalData } from '../../kernel/without-personal-data.js';
import { concerning } from '../../platform/outbox/events-of-contact.js';
import { Deletions, type DeletionWatcher, type Merge } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';

const OF_CONTACT = `e.event_id IN (${concerning('$2')})`;

const UNFINISHED = `SELECT EXISTS (SELECT FROM execution e WHERE ${OF_CONTACT} AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')) AS "isUnfinished"`;

// First: what was dispatched before this statement is seen by the next ones.
const UNDISPATCHED = `SELECT undispatched_about($1, $2) AS "isUndispatched"`;

const DECISIONS = `
  UPDATE decision e SET decisions = (
    SELECT coalesce(jsonb_agg(each.value || jsonb_build_object('reason', '${ERASED}') ORDER BY each.ordinality), '[]')
    FROM jsonb_array_elements(e.decisions) WITH ORDINALITY AS each)
  WHERE e.workspace_id = $1 AND ${OF_CONTACT}`;

const BATCH = 200;

const PAGE = `
  SELECT e.id, e.remembered, e.error, e.warnings, e.cancel_reason AS "cancelReason",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('index', s.index, 'input', s.input, 'output', s.output, 'error', s.error)), '[]')
     FROM step s WHERE s.execution_id = e.id) AS steps
  FROM execution e WHERE ${OF_CONTACT} AND e.id > $3 ORDER BY e.id LIMIT ${BATCH}`;

const WRITE = `
  WITH n AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, remembered jsonb, error jsonb, warnings jsonb, "cancelReason" jsonb, steps jsonb)
  ), written AS (
    UPDATE execution e SET remembered = n.remembered, error = n.error, warnings = n.warnings, cancel_reason = n."cancelReason"
    FROM n WHERE e.workspace_id = $1 AND e.id = n.id
  )
  UPDATE step s SET input = m.input, output = m.output, error = m.error
  FROM n CROSS JOIN LATERAL jsonb_to_recordset(n.steps) AS m(index smallint, input jsonb, output jsonb, error jsonb)
  WHERE s.execution_id = n.id AND s.index = m.index`;

const REPOINT = `
  UPDATE execution e SET subject_id = CASE WHEN e.subject_id = $2 THEN $3::uuid ELSE e.subject_id END,
    about_id = CASE WHEN e.about_id = $2 THEN $3::uuid ELSE e.about_id END,
    awaits_id = CASE WHEN e.awaits_id = $2 THEN $3::uuid ELSE e.awaits_id END
  WHERE ${OF_CONTACT} AND e.status IN ('QUEUED', 'RUNNING', 'SLEEPING')`;

// The entry of the contact that stays wins.
const ENTRIES = `
  UPDATE entry n SET subject_id = $3 WHERE n.workspace_id = $1 AND n.subject_id = $2
    AND NOT EXISTS (SELECT FROM entry o WHERE o.automation_id = n.automation_id AND o.subject_id = $3)`;

type Kept = Record<'remembered' | 'error' | 'warnings' | 'cancelReason' | 'steps', Json> & { id: string };

/** What executions and decisions keep of a contact: removed when it is erased, and kept for the other when two become one. */
@Injectable()
export class PersonalData implements OnModuleInit, DeletionWatcher {
  constructor(private readonly deletions: Deletions) {}

  onModuleInit(): void {
    this.deletions.watch(this);
  }

  async contactErased(work: Work, contactId: string): Promise<void> {
    const values = [work.workspaceId, contactId];
    const [waiting] = await work.query<{ isUndispatched: boolean }>(UNDISPATCHED, values);
    const [row] = await work.query<{ isUnfinished: boolean }>(UNFINISHED, values);
    // A dispatcher or a worker would write down after the erasure what it does now.
    if (waiting!.isUndispatched || row!.isUnfinished)
      throw new DomainError('CONFLICT', 'An automation is acting on this contact: try again later');

    await work.query(DECISIONS, values);
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const page = await work.query<Kept>(PAGE, [...values, after]);
      if (page.length > 0) await work.query(WRITE, [work.workspaceId, toJsonText(page.map(erased))]);
      if (page.length < BATCH) return;
      after = page.at(-1)!.id;
    }
  }

  async contactMerged(work: Work, { into, from }: Merge): Promise<void> {
    await work.query(REPOINT, [work.workspaceId, from, into]);
    await work.query(ENTRIES, [work.workspaceId, from, into]);
  }
}

const erased = ({ id, ...kept }: Kept): Kept => ({ id, ...(withoutPersonalData(kept) as Omit<Kept, 'id'>) });
