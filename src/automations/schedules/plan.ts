import { lastSlot, nextSlot } from '../../triggers/cron.js';
import type { AutomationScheduleEntity } from './automation-schedule.entity.js';

const DAY_MS = 86_400_000;

/** A slot that no process began for longer than this is missed. */
const MISSED_AFTER_MS = 5 * 60_000;

/** How far back a slot that is run late reaches at most. */
const LONGEST_BACK_MS = 31 * DAY_MS;

/** The next slot of a schedule that has none any more. */
export const NEVER = new Date('9999-01-01T00:00:00Z');

/** A schedule whose next slot has come, and the time. */
export type DueSchedule = AutomationScheduleEntity & { now: Date };

/** What becomes of it: the slot to run, if any, the first slot that it stands for, and the next one. */
export interface Plan {
  slot: Date | null;
  since: Date | null;
  nextAt: Date;
}

/** Of all slots that have come, only the last is run, unless it was missed and missed ones are skipped. */
export function planOf({ cron, zone, missed, nextAt, now }: DueSchedule): Plan {
  const slot = lastSlot({ cron, zone }, nextAt, now);
  const next = nextSlot({ cron, zone }, now) ?? NEVER;
  if (missed === 'skip')
    return now.getTime() - slot.getTime() > MISSED_AFTER_MS
      ? { slot: null, since: null, nextAt: next }
      : { slot, since: slot, nextAt: next };
  return { slot, since: new Date(Math.max(nextAt.getTime(), slot.getTime() - LONGEST_BACK_MS)), nextAt: next };
}
