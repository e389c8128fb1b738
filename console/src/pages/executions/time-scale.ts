/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** Maps instants to positions from 0 to 1, with the periods that are compressed. */
export interface Scale {
  place: (at: number) => number;
  collapsed: Span[];
}

/** An idle period is drawn at most this long, relative to the total active time. */
const LONGEST_IDLE = 0.12;
/** Activity of less than a millisecond is still shown. */
const SHORTEST_MS = 1;

/**
 * The scale of a timeline: active time is to scale, idle time is compressed, so that a delay of a day leaves room for steps of
 * milliseconds.
 */
export function scaleOf(active: readonly Span[], whole: Span): Scale {
  const runs = merged(active);
  const busy = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const longest = busy > 0 ? busy * LONGEST_IDLE : Number.POSITIVE_INFINITY;
  const pieces: { from: number; to: number; start: number; length: number }[] = [];
  const collapsed: Span[] = [];
  let [at, drawn] = [whole.from, 0];
  const draw = (to: number, isIdle: boolean) => {
    if (to <= at) return;
    const length = isIdle ? Math.min(to - at, longest) : to - at;
    if (length < to - at) collapsed.push({ from: at, to });
    pieces.push({ from: at, to, start: drawn, length });
    [at, drawn] = [to, drawn + length];
  };
  for (const { from, to } of runs) {
    draw(from, true);
    draw(to, false);
  }
  draw(whole.to, true);
  const place = (instant: number) => {
    const piece = pieces.find(({ to }) => instant <= to) ?? pieces.at(-1);
    if (!piece || drawn === 0) return 0;
    const within = Math.min(Math.max((instant - piece.from) / (piece.to - piece.from), 0), 1);
    return (piece.start + within * piece.length) / drawn;
  };
  return { place, collapsed };
}

// Merges spans that touch or overlap.
function merged(spans: readonly Span[]): Span[] {
  const sorted = spans.map(({ from, to }) => ({ from, to: Math.max(to, from + SHORTEST_MS) }));
  sorted.sort((a, b) => a.from - b.from);
  const runs: Span[] = [];
  for (const span of sorted) {
    const last = runs.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else runs.push(span);
  }
  return runs;
}

/** What the timeline reads of an execution. */
export interface Timed {
  queuedAt: string;
  startedAt: string | null;
  completedAt: string | null;
  steps: { actionType?: string; startedAt: string | null; completedAt: string | null; status: string }[];
}

/** The bars of one row: when it ran, and when it waited. */
export interface Row {
  ran: Span | null;
  waited: Span | null;
}

/** The steps that only wait: nothing runs meanwhile. */
const WAITS = new Set(['wait_for_event', 'wait_until']);

const instant = (at: string | null) => (at === null ? null : new Date(at).getTime());

/** The rows of an execution's timeline: one for the queue and one for each step. Ongoing periods last until now. */
export function timelineOf(execution: Timed, now: number): { whole: Span; queue: Span; steps: Row[]; scale: Scale } {
  const begun = instant(execution.queuedAt)!;
  const end = Math.max(instant(execution.completedAt) ?? now, begun);
  const queue = { from: begun, to: instant(execution.startedAt) ?? end };
  let before = queue.to;
  const steps = execution.steps.map((step): Row => {
    const from = instant(step.startedAt);
    const to = instant(step.completedAt);
    const isWaiting = step.status === 'WAITING' || step.status === 'UNKNOWN';
    if (from === null) return { ran: null, waited: isWaiting ? { from: before, to: Math.max(end, before) } : null };
    if (to === null && isWaiting)
      return { ran: null, waited: { from: Math.min(before, from), to: Math.max(end, from) } };
    if (WAITS.has(step.actionType ?? '')) {
      const waited = { from: Math.min(before, from), to: Math.max(to ?? end, from) };
      before = Math.max(before, waited.to);
      return { ran: null, waited };
    }
    const ran = { from, to: Math.max(to ?? end, from) };
    const waited = from > before ? { from: before, to: from } : null;
    before = Math.max(before, ran.to);
    return { ran, waited };
  });
  const whole = { from: begun, to: Math.max(end, before) };
  return {
    whole,
    queue,
    steps,
    scale: scaleOf(
      steps.flatMap(({ ran }) => (ran ? [ran] : [])),
      whole,
    ),
  };
}
