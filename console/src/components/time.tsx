import { useSyncExternalStore } from 'react';
import { useLanguage, type Language } from '../text/text.tsx';
import { useLocale } from './formats.tsx';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

// Creating a format costs a hundred times as much as using it, and a list uses one per row.
const formats = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat>();
function remembered<Format extends Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: () => Format,
): Format {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name) as Format;
}
const instants = (locale: string, timeStyle: 'short' | 'medium') =>
  remembered(`${locale} ${timeStyle}`, () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle }));
const distances = (language: Language) =>
  remembered(language, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

/** One timer for all relative times, so that they are rendered together. */
function tickerOf(everyMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let ticks = 0;
  const tick = () => {
    ticks += 1;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    timer ??= setInterval(tick, everyMs);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
  return { subscribe, ticks: () => ticks };
}
const [often, seldom] = [tickerOf(1_000), tickerOf(30_000)];

const exact = (at: string) => `${at.replace('T', ' ').replace('Z', '')} UTC`;

/** An instant on the viewer's clock; its title is the exact time in UTC. */
export function Time({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const locale = useLocale();
  return (
    <time dateTime={at} title={exact(at)}>
      {instants(locale, seconds ? 'medium' : 'short').format(new Date(at))}
    </time>
  );
}

/** A relative time that updates itself. */
export function RelativeTime({ at }: { at: string }) {
  const { language } = useLanguage();
  const seconds = Math.round((new Date(at).getTime() - Date.now()) / 1_000);
  const ticker = Math.abs(seconds) < 90 ? often : seldom;
  useSyncExternalStore(ticker.subscribe, ticker.ticks);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
  return (
    <time dateTime={at} title={exact(at)}>
      {distances(language).format(Math.round(seconds / size), unit)}
    </time>
  );
}

/** A length of time in milliseconds, in the two units that matter. */
export function Duration({ ms }: { ms: number }) {
  return <span title={`${Math.round(ms)} ms`}>{durationText(ms)}</span>;
}

const DELAY_UNITS = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;

/** A delay as the API writes it, such as `2h`, in words: `2 hours`. */
export function delayText(delay: string, language: Language): string {
  const unit = DELAY_UNITS[delay.slice(-1) as keyof typeof DELAY_UNITS];
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Number(delay.slice(0, -1)));
}

/** Such as `3 ms`, `1.2 s`, `4 min 10 s`, `2 d 3 h`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.round((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.round((seconds % 86_400) / 3_600)} h`;
}
