import { Run, type Happened } from './model-run.js';
import type { AutomationSpec } from './story.js';

/** Who may enter, and when: how the settings of automations treat an event that would start them. */
export class Entries {
  /** The last execution of an automation for a contact or order, and when it started. */
  private readonly lasts = new Map<string, { run: Run; at: number }>();
  /** The hours of the starts that throttles count, including future ones. */
  private readonly starts = new Map<string, number[]>();

  /** The execution that starts, or the reason why none does. */
  enter(automation: number, spec: AutomationSpec, event: Happened): Run | string {
    const { debounce, throttle } = spec.rules;
    const last = this.lasts.get(subjectOf(automation, spec, event));
    if (debounce && last && isYetToBegin(last.run))
      return replace(last.run, event, Math.min(event.hour + debounce.quietHours, last.at + debounce.maxHours));
    const refusal = this.barred(spec, last, event.hour);
    if (refusal) return refusal;
    const place = this.placeFor(automation, spec, event);
    if (throttle?.over === 'DROP' && place > event.hour) return 'THROTTLED';
    this.startsOf(automation, spec, event).push(place);
    return this.start(new Run(automation, spec, event), spec, debounce ? place + debounce.quietHours : place);
  }

  /** Whether a failed execution may continue; if only one at a time is allowed, it becomes the last one. */
  mayResume(run: Run, spec: AutomationSpec): boolean {
    if (!['ONE_AT_A_TIME', 'RESTART'].includes(spec.rules.reentry?.mode ?? '')) return true;
    const last = this.lasts.get(subjectOf(run.automation, spec, run.cause))!;
    if (last.run !== run && last.run.isUnfinished) return false;
    last.run = run;
    return true;
  }

  private start(run: Run, spec: AutomationSpec, hour: number): Run {
    const subject = subjectOf(run.automation, spec, run.cause);
    if (spec.rules.reentry?.mode === 'RESTART') this.lasts.get(subject)?.run.endFor('RESTARTED');
    this.lasts.set(subject, { run, at: run.cause.hour });
    if (hour > run.cause.hour) Object.assign(run, { status: 'SLEEPING', wakeAt: hour });
    return run;
  }

  private barred({ rules: { reentry } }: AutomationSpec, last: { run: Run; at: number } | undefined, hour: number) {
    if (!reentry || !last) return null;
    if (reentry.mode === 'ONCE') return 'ALREADY_RAN';
    if (reentry.mode === 'ONE_AT_A_TIME' && last.run.isUnfinished) return 'ALREADY_RUNNING';
    return reentry.cooldownHours !== null && hour < last.at + reentry.cooldownHours ? 'COOLING_DOWN' : null;
  }

  // The first hour with fewer starts than the limit in the period before it.
  private placeFor(automation: number, spec: AutomationSpec, event: Happened): number {
    if (!spec.rules.throttle) return event.hour;
    const { limit, perHours } = spec.rules.throttle;
    const starts = this.startsOf(automation, spec, event);
    for (let hour = event.hour; ; hour += 1)
      if (starts.filter((start) => start > hour - perHours).length < limit) return hour;
  }

  private startsOf(automation: number, { rules: { throttle } }: AutomationSpec, { order }: Happened): number[] {
    const keys = { CONTACT: `${automation} of ${order.contact}`, AUTOMATION: `${automation}`, WORKSPACE: 'all' };
    const key = keys[throttle?.by ?? 'AUTOMATION'];
    if (!this.starts.has(key)) this.starts.set(key, []);
    return this.starts.get(key)!;
  }
}

const subjectOf = (automation: number, { rules }: AutomationSpec, { order }: Happened) =>
  rules.reentry?.by === 'ORDER'
    ? `${automation} of ${order.contact}.${order.nth}`
    : `${automation} of ${order.contact}`;

const isYetToBegin = ({ status, hasBegun }: Run) => status === 'SLEEPING' && !hasBegun;

// Its event replaces the previous one.
function replace(run: Run, event: Happened, wakeAt: number): Run {
  const { decisions } = run.cause;
  decisions[decisions.indexOf(`${run.automation} STARTED`)] = `${run.automation} DEBOUNCED_INTO`;
  return Object.assign(run, { cause: event, since: event.seq, wakeAt });
}
