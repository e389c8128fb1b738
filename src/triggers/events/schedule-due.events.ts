import { defineEvent } from '../../platform/events/define-event.js';
import { slotEvent, slotSubject } from '../timer.js';

/** A time of an automation's schedule has come, for one contact or order or for none. */
export const scheduleDue = defineEvent({ type: 'schedule.due', payload: slotEvent, subject: slotSubject });
