import { Entries } from './model-entries.js';
import { Run, type Happened, type Order, type OrderView } from './model-run.js';
import { naively } from './naive-conditions.js';
import type { Branch, Call, Stage, StepSpec, Until, Wait } from './steps.js';
import { STAGES } from './steps.js';
import type { AutomationSpec, Command, Mishap, Story } from './story.js';

const MOST_ATTEMPTS = 4;
const DEEPEST_CASCADE = 3;

/** The engine as it must look from outside: no queue, no process, no clock but a number of hours, no failure but those of the story. */
export class Model {
  readonly orders: Order[] = [];
  private readonly runs = new Set<Run>();
  private readonly entries = new Entries();
  private readonly automations: (AutomationSpec & { enabled: boolean })[];
  /** The events that automations and waits are still to be told of. */
  private untold: Happened[] = [];
  private seq = 0;
  private hour = 0;
  private meanwhile: Mishap = 'none';

  constructor({ automations }: Pick<Story, 'automations'>) {
    this.automations = automations.map((spec) => ({ ...spec, enabled: true }));
  }

  /** Every execution, by order and then in the order of its event and automation. */
  get executions(): Run[] {
    return this.orders.flatMap((order) => this.executionsOf(order));
  }

  /** Does what the command does, and all that follows from it. */
  follow(command: Command): void {
    this.meanwhile = 'meanwhile' in command ? command.meanwhile : 'none';
    if (command.do === 'create') this.create(command);
    if (command.do === 'move') this.move(round(this.orders, command.order), command.stage, null);
    if (command.do === 'switch') this.switch(command);
    if (command.do === 'advance') this.advance(command.hours);
    if (command.do === 'cancel') this.cancel(this.executions[this.place(command)]);
    if (command.do === 'retry') this.retry(this.executions[this.place(command)]);
    this.settle();
  }

  /** Which execution a command is about: if there is one, one of those that it makes a difference to. */
  place({ do: what, execution }: { do: 'cancel' | 'retry'; execution: number }): number {
    const all = this.executions.map((run, index) => ({ run, index }));
    const fit = all.filter(({ run }) => run.status === (what === 'cancel' ? 'SLEEPING' : 'FAILED'));
    return round(fit.length > 0 ? fit : all, execution)?.index ?? 0;
  }

  /** What must be seen of every order. */
  get view(): OrderView[] {
    return this.orders.map((order) => ({
      stage: order.stage,
      events: order.events.map(({ type, depth, decisions }) => ({ type, depth, decisions })),
      done: [...order.done].sort(),
      executions: this.executionsOf(order).map(({ view }) => view),
    }));
  }

  private executionsOf(order: Order): Run[] {
    return [...this.runs].filter(({ cause }) => cause.order === order).sort(inTurn);
  }

  /** Switched off, an automation ends its sleeping executions at once. */
  private switch({ automation, on }: { automation: number; on: boolean }): void {
    const place = automation % this.automations.length;
    this.automations[place]!.enabled = on;
    for (const run of this.runs)
      if (!on && run.automation === place && run.status === 'SLEEPING') run.end('CANCELLED', 'AUTOMATION_DISABLED');
  }

  private create({ value, name, contact }: Pick<Order, 'value' | 'name' | 'contact'>): void {
    const about = { nth: this.orders.length, createdAt: this.hour, stage: 'New', events: [], done: [] };
    const order: Order = { value, name, contact, ...about };
    this.orders.push(order);
    this.happens(order, 'order.created', null);
  }

  /** False if it is there already. */
  private move(order: Order | undefined, stage: Stage, by: Run | null): boolean {
    if (!order || order.stage === stage) return false;
    order.stage = stage;
    this.happens(order, 'order.stage_changed', by);
    return true;
  }

  private happens(order: Order, type: string, by: Run | null): void {
    this.seq += 1;
    const { stage, events } = order;
    const depth = by ? by.cause.depth + 1 : 0;
    const event = { order, seq: this.seq, nth: events.length, type, stage, hour: this.hour, depth, by, decisions: [] };
    events.push(event);
    this.untold.push(event);
  }

  /** Tells automations of what happened, then the executions that it ends, then those that wait for it. */
  private tell(): void {
    for (let event = this.untold.shift(); event; event = this.untold.shift()) {
      for (const [automation, spec] of this.automations.entries()) this.decide(automation, spec, event);
      if (event.type !== 'order.stage_changed') continue;
      for (const run of this.runs) if (this.isStoppedBy(run, event)) run.endFor('STOPPED');
      for (const run of this.runs) if (run.status === 'SLEEPING' && run.wait) this.meet(run);
    }
  }

  private decide(automation: number, spec: AutomationSpec & { enabled: boolean }, event: Happened): void {
    if (!spec.enabled || (spec.on === 'created') !== (event.type === 'order.created')) return;
    const run = refusalOf(spec, event) ?? this.entries.enter(automation, spec, event);
    event.decisions.push(`${automation} ${run instanceof Run ? 'STARTED' : run}`);
    if (run instanceof Run) this.runs.add(run);
  }

  private isStoppedBy(run: Run, event: Happened): boolean {
    const { stopWhen } = this.automations[run.automation]!.rules;
    if (!stopWhen || !run.isUnfinished || run.cause.order !== event.order || run.cause.seq >= event.seq) return false;
    return event.by !== run && (stopWhen === 'moved' || stopWhen === event.stage);
  }

  private advance(hours: number): void {
    this.hour += hours;
    for (const run of this.runs) if (run.status === 'SLEEPING' && run.wakeAt! <= this.hour) run.status = 'QUEUED';
  }

  private cancel(run: Run | undefined): void {
    if (run?.status === 'SLEEPING') run.end('CANCELLED', 'CANCELLED');
  }

  private retry(run: Run | undefined): void {
    if (run?.status !== 'FAILED' || !this.automations[run.automation]!.enabled) return;
    if (this.entries.mayResume(run, this.automations[run.automation]!)) run.resume();
  }

  /** One execution at a time, in the order of their events, those of one event in the order of their start, until none can go on. */
  private settle(): void {
    for (;;) {
      this.tell();
      const [run] = [...this.runs].filter(({ status }) => status === 'QUEUED').sort(byEvent);
      if (!run) return;
      Object.assign(run, { status: 'RUNNING', hasBegun: true });
      while (run.status === 'RUNNING') {
        this.go(run);
        this.tell();
      }
    }
  }

  private go(run: Run): void {
    const step = run.ahead[0]!;
    if (run.ending) return run.end('CANCELLED', run.ending);
    if (!this.automations[run.automation]!.enabled) return run.end('CANCELLED', 'AUTOMATION_DISABLED');
    if (step.delayHours > 0 && run.step.status === 'PENDING') return run.sleepUntil(this.hour + step.delayHours);
    if (step.does === 'send' && this.isHeldBack(run)) return;
    const isFirst = run.step.attempts === 0;
    run.step.attempts = isCall(step) || isFirst ? run.step.attempts + 1 : 1;
    this.act(run, step, isFirst);
  }

  private act(run: Run, step: StepSpec, isFirst: boolean): void {
    const { order } = run.cause;
    if (step.does === 'branch') return this.branch(run, step);
    if (step.does === 'wait') return this.wait(run, step);
    if (isFirst) run.since = this.seq;
    if (step.does === 'until') return this.until(run, step, isFirst);
    if (step.does === 'call') return this.call(run, step);
    if (step.does === 'impossible') return run.fail('EMPTY_VARIABLE');
    if (LEAVES_MARK.has(step.does)) order.done.push(`${run.automation}/${step.n}/${run.cause.nth}`);
    if (step.does === 'stop') run.ahead = [step];
    run.pass(null, { moved: step.does === 'move' && this.move(order, step.stage, run) });
  }

  /** Whether it may not write to the contact now: it ends for good, or sleeps until it may. */
  private isHeldBack(run: Run): boolean {
    const { onlyWhile, open } = this.automations[run.automation]!.rules;
    const { order } = run.cause;
    if (onlyWhile && !naively(onlyWhile, { ...order, others: { 'order.stage.name': order.stage } })) {
      run.end('CANCELLED', 'STOPPED');
      return true;
    }
    // A day has 24 hours, and the window may have opened before the story started.
    const sinceOpening = open ? (((this.hour - open.inHours) % 24) + 24) % 24 : 0;
    if (!open || sinceOpening < open.forHours) return false;
    run.sleepUntil(this.hour + 24 - sinceOpening);
    return true;
  }

  // The first arm that is true of the order as it is now.
  private branch(run: Run, { arms, otherwise }: Branch): void {
    const { order, stage } = run.cause;
    const others = { ...run.outputs, 'order.stage.name': order.stage, 'trigger.order.stage.name': stage };
    const taken = arms.findIndex(({ conditions }) => naively(conditions, { ...order, others }));
    run.take(taken < 0 ? 'otherwise' : `arm${taken}`, arms[taken]?.steps ?? otherwise);
  }

  private until(run: Run, { hours }: Until, isFirst: boolean): void {
    const until = run.cause.order.createdAt + hours;
    if (until > this.hour) return run.sleepUntil(until);
    run.pass(String(!isFirst), { waited: !isFirst });
  }

  private wait(run: Run, { hours, since }: Wait): void {
    run.wait ??= { since: since === 'now' ? this.seq : run.since, until: this.hour + hours };
    if (this.meet(run)) return;
    if (run.wait.until > this.hour) return run.sleepUntil(run.wait.until);
    run.since = this.seq;
    run.pass('timeout', { matched: false });
  }

  /** Ends a wait by the first move of its order that counts, if there was one. */
  private meet(run: Run): boolean {
    const { stage, conditions } = run.ahead[0] as StepSpec & Wait;
    const { since, until } = run.wait!;
    const event = run.cause.order.events.find(
      (each) =>
        each.type === 'order.stage_changed' &&
        each.seq > since &&
        each.hour < until &&
        each.by !== run &&
        (!stage || each.stage === stage) &&
        (!conditions || naively(conditions, each.order)),
    );
    if (!event) return false;
    run.since = event.seq;
    if (run.status === 'SLEEPING') run.status = 'QUEUED';
    run.pass(String(event.nth), { matched: true });
    return true;
  }

  private call(run: Run, { failures, gone }: Call): void {
    const calls = run.calls[run.ahead[0]!.n]!;
    calls[calls.length - 1]! += 1;
    const mishap = this.meanwhile;
    this.meanwhile = 'none';
    if (mishap === 'worker dies') return;
    if (mishap === 'cancel') run.endFor('CANCELLED');
    if (mishap === 'disable') this.switch({ automation: run.automation, on: false });
    if (isStage(mishap)) this.move(run.cause.order, mishap, null);
    this.tell();

    if (calls.reduce((sum, each) => sum + each) > failures) return gone ? run.fail('HTTP_410') : run.pass(null);
    if (run.step.attempts >= MOST_ATTEMPTS) return run.fail('HTTP_500');
    run.step.status = 'WAITING';
    // Its back-off is over whenever the clock moves.
    if (!run.ending && this.automations[run.automation]!.enabled) run.sleepUntil(this.hour + 0.1);
  }
}

function refusalOf({ on, conditions }: AutomationSpec, event: Happened): string | null {
  if (on !== 'created' && on !== 'moved' && on !== event.stage) return 'TRIGGER_CONFIG_MISMATCH';
  if (conditions && !naively(conditions, event.order)) return 'CONDITIONS_FALSE';
  return event.depth > DEEPEST_CASCADE ? 'CASCADE_LIMIT' : null;
}

const isStage = (mishap: Mishap): mishap is Stage => (STAGES as readonly string[]).includes(mishap);
const LEAVES_MARK = new Set<StepSpec['does']>(['task', 'send']);
const isCall = ({ does }: StepSpec) => does === 'call';
const byEvent = (a: Run, b: Run) => a.cause.seq - b.cause.seq;
const inTurn = (a: Run, b: Run) => byEvent(a, b) || a.automation - b.automation;

/** The one a number stands for, counting round; none when there are none. */
export const round = <T>(list: T[], index: number): T | undefined => list[index % list.length];
