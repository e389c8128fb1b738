import { DateTime } from 'luxon';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { WEEKDAYS, type Weekday } from '../definition/moments.js';
import type { QuietHours } from '../definition/settings.js';

type Window = QuietHours['windows'][number];

/** A time in which contacts may be written to; `to` is not included. */
export interface Opening {
  from: Date;
  to: Date;
}

/** The window that is open at this time, from now on, or else the next one. */
export function openingAt(windows: readonly Window[], zone: string, now: Date): Opening {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  // The window of yesterday may go on after midnight; a weekday comes again after at most 7 days.
  const openings = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((ahead) => openingsOf(windows, today.plus({ days: ahead })));
  const ahead = openings
    .filter(({ from, to }) => to > now && to > from)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const [next] = ahead;
  return { from: next!.from > now ? next!.from : now, to: next!.to };
}

const openingsOf = (windows: readonly Window[], day: DateTime): Opening[] =>
  windows
    .filter(({ days }) => days.includes(WEEKDAYS[day.weekday - 1] as Weekday))
    .map(({ from, to }) => ({
      from: at(day, from).toJSDate(),
      to: at(to > from ? day : day.plus({ days: 1 }), to).toJSDate(),
    }));

function at(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour, minute });
}

/** The time zone of a contact: its own, else that of its phone number's country if all its zones have the same time now, else null. */
export function zoneOfContact(
  contact: { timeZone?: string | null; phone?: string | null } | null,
  now: Date,
): string | null {
  if (contact?.timeZone) return contact.timeZone;
  const country = contact?.phone ? parsePhoneNumberFromString(contact.phone)?.country : undefined;
  const [first, ...others] = country ? zonesOf(country) : [];
  const offset = (zone: string) => DateTime.fromJSDate(now, { zone }).offset;
  return first && others.every((zone) => offset(zone) === offset(first)) ? first : null;
}

/** The time zones of a country, from the runtime's own database; a property in Node 20, a method later. */
function zonesOf(country: string): string[] {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & {
    timeZones?: string[];
    getTimeZones?: () => string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
