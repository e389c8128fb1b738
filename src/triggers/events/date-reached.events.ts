import { defineEvent } from '../../platform/events/define-event.js';
import { slotEvent, slotSubject } from '../timer.js';

/** A day that an automation counts from a date of a contact or order has come. */
export const dateReached = defineEvent({ type: 'date.reached', payload: slotEvent, subject: slotSubject });
