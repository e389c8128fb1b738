import { columnsOf } from '../../platform/entities/columns-of.js';
import { AutomationScheduleEntity } from './automation-schedule.entity.js';
import { ScheduleSlotEntity } from './schedule-slot.entity.js';

const KEPT = `interval '30 days'`;
const MOST_ATTEMPTS = 20;

// The same times go on: a slot that has come is not passed over by an edit.
export const FOLLOW = `
  INSERT INTO automation_schedule AS s (workspace_id, automation_id, cron, zone, missed, next_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (automation_id) DO UPDATE SET cron = excluded.cron, zone = excluded.zone, missed = excluded.missed,
    next_at = CASE WHEN (s.cron, s.zone) = (excluded.cron, excluded.zone) THEN s.next_at ELSE excluded.next_at END
    WHERE s.workspace_id = $1`;

export const UNFOLLOW = `DELETE FROM automation_schedule WHERE workspace_id = $1 AND automation_id = $2`;

export const NOW = `SELECT clock_now() AS now`;

// A slot waits until the one before it has begun all its executions: slots of one automation never pile up.
const DUE = `s.next_at <= clock_now() AND NOT EXISTS (
  SELECT FROM schedule_slot u WHERE u.automation_id = s.automation_id AND u.done_at IS NULL)`;

/** Locks up to $1 schedules whose next slot has come, with the time. */
export const TAKE_DUE = `
  SELECT ${columnsOf(AutomationScheduleEntity, 's')}, clock_now() AS now FROM automation_schedule s
  WHERE ${DUE} ORDER BY s.next_at LIMIT $1 FOR UPDATE OF s SKIP LOCKED`;

/** Stores the slots of schedules and sets their next ones. */
export const BEGIN = `
  WITH planned AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS p(
      "automationId" uuid, "workspaceId" uuid, slot timestamptz, since timestamptz, "nextAt" timestamptz)
  ), begun AS (
    INSERT INTO schedule_slot (workspace_id, automation_id, slot, since)
    SELECT "workspaceId", "automationId", slot, since FROM planned WHERE slot IS NOT NULL
    ON CONFLICT (automation_id, slot) DO NOTHING
  )
  UPDATE automation_schedule s SET next_at = p."nextAt" FROM planned p
  WHERE s.workspace_id = p."workspaceId" AND s.automation_id = p."automationId"`;

/** Locks the slot whose next batch has waited longest, with its automation as it is now. */
export const TAKE_SLOT = `
  SELECT ${columnsOf(ScheduleSlotEntity, 'u')}, a.enabled OR a.shadow AS "isOn", d.body, clock_now() AS now
  FROM schedule_slot u JOIN automation a ON a.workspace_id = u.workspace_id AND a.id = u.automation_id
  JOIN definition d ON d.id = a.definition_id
  WHERE u.done_at IS NULL AND u.retry_at <= clock_now() ORDER BY u.retry_at LIMIT 1 FOR UPDATE OF u SKIP LOCKED`;

/** Moves the cursor of a slot to $4; null: all its executions are begun. */
export const ADVANCE = `
  UPDATE schedule_slot SET cursor_id = $4, done_at = CASE WHEN $4::uuid IS NULL THEN clock_now() END, retry_at = clock_now(),
    attempts = 0, error = NULL
  WHERE workspace_id = $1 AND automation_id = $2 AND slot = $3`;

/** Tries a batch again after 5 seconds, then twice as long each time up to ten minutes; the slot is given up in the end, with its error. */
export const FAIL = `
  UPDATE schedule_slot SET attempts = attempts + 1, error = $4,
    retry_at = clock_now() + least(5 * power(2, least(attempts, 10)), 600) * interval '1 second',
    done_at = CASE WHEN attempts + 1 >= ${MOST_ATTEMPTS} THEN clock_now() END
  WHERE workspace_id = $1 AND automation_id = $2 AND slot = $3 AND done_at IS NULL`;

const OLD = `done_at <= clock_now() - ${KEPT}`;

/** Deletes up to $1 slots that are long done. */
export const FORGET = `
  DELETE FROM schedule_slot WHERE (automation_id, slot) IN (
    SELECT automation_id, slot FROM schedule_slot WHERE ${OLD} ORDER BY done_at LIMIT $1 FOR UPDATE SKIP LOCKED)`;

/** Whether there is any work for the sweep, as a SQL expression. */
export const ANY_SLOT_WORK = `
  (SELECT true FROM automation_schedule s WHERE ${DUE} ORDER BY s.next_at LIMIT 1)
  OR (SELECT true FROM schedule_slot WHERE done_at IS NULL AND retry_at <= clock_now() ORDER BY retry_at LIMIT 1)
  OR (SELECT true FROM schedule_slot WHERE ${OLD} ORDER BY done_at LIMIT 1)`;
