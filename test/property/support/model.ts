import { naively } from './naive-conditions.js';
import type { ActionSpec, AutomationSpec, Command, Mishap, Stage, Story } from './story.js';

const MOST_ATTEMPTS = 4;
const DEEPEST_CASCADE = 3;

type StepView = { status: string; attempts: number };

/** An execution as the log must show it. */
interface ExecutionView {
  automation: number;
  event: number;
  status: string;
  error: string | null;
  steps: StepView[];
  /** How often each action called the receiver, by the attempts that were asked for by hand. */
  calls: number[][];
}

/** What must have become of an order: its events with the decisions on them, its executions, and the tasks on it. */
export interface OrderView {
  stage: string;
  events: { type: string; depth: number; decisions: string[] }[];
  executions: ExecutionView[];
  tasks: string[];
}

interface Run extends ExecutionView {
  depth: number;
  next: number;
  wakeAt: number | null;
  cancelled: boolean;
}

interface Order extends OrderView {
  value: string;
  name: string;
  executions: Run[];
}

const pending = (): StepView => ({ status: 'PENDING', attempts: 0 });

/** The engine as it must look from outside: no queue, no process, no clock but a number of hours, no failure but those of the story. */
export class Model {
  readonly orders: Order[] = [];
  private readonly automations: (AutomationSpec & { enabled: boolean })[];
  private hour = 0;
  private meanwhile: Mishap = 'none';

  constructor({ automations }: Story) {
    this.automations = automations.map((spec) => ({ ...spec, enabled: true }));
  }

  /** Every execution, by order and then in the order of its event and automation. */
  get executions(): Run[] {
    return this.orders.flatMap(({ executions }) => executions);
  }

  /** Does what the command does, and all that follows from it. */
  follow(command: Command): void {
    this.meanwhile = 'meanwhile' in command ? command.meanwhile : 'none';
    if (command.do === 'create') this.create(command);
    if (command.do === 'move') this.move(round(this.orders, command.order), command.stage, 0);
    if (command.do === 'switch') this.switch(command);
    if (command.do === 'advance') this.advance(command.hours);
    if (command.do === 'cancel') this.cancel(this.executions[this.place(command)]);
    if (command.do === 'retry') this.retry(this.executions[this.place(command)]);
    for (const order of this.orders) this.settle(order);
  }

  /** Which execution a command is about: if there is one, one of those that it makes a difference to. */
  place({ do: what, execution }: { do: 'cancel' | 'retry'; execution: number }): number {
    const all = this.executions.map((run, index) => ({ run, index }));
    const fit = all.filter(({ run }) => run.status === (what === 'cancel' ? 'SLEEPING' : 'FAILED'));
    return round(fit.length > 0 ? fit : all, execution)?.index ?? 0;
  }

  /** Switched off, an automation ends its sleeping executions at once. */
  private switch({ automation, on }: { automation: number; on: boolean }): void {
    const place = automation % this.automations.length;
    this.automations[place]!.enabled = on;
    for (const run of this.executions)
      if (!on && run.automation === place && run.status === 'SLEEPING')
        this.end(run, 'CANCELLED', 'AUTOMATION_DISABLED');
  }

  private create({ value, name }: { value: string; name: string }): void {
    const order: Order = { value, name, stage: 'New', events: [], executions: [], tasks: [] };
    this.orders.push(order);
    this.happens(order, 'order.created', 0);
  }

  private move(order: Order | undefined, stage: Stage, depth: number): void {
    if (!order || order.stage === stage) return;
    order.stage = stage;
    this.happens(order, 'order.stage_changed', depth);
  }

  private happens(order: Order, type: string, depth: number): void {
    const event = order.events.length;
    const decisions: string[] = [];
    order.events.push({ type, depth, decisions });
    this.automations.forEach(({ on, conditions, actions, enabled }, automation) => {
      if (!enabled || (on === 'created') !== (type === 'order.created')) return;
      const outcome =
        on !== 'created' && on !== 'moved' && on !== order.stage
          ? 'TRIGGER_CONFIG_MISMATCH'
          : conditions && !naively(conditions, order)
            ? 'CONDITIONS_FALSE'
            : depth > DEEPEST_CASCADE
              ? 'CASCADE_LIMIT'
              : 'STARTED';
      decisions.push(`${automation} ${outcome}`);
      if (outcome !== 'STARTED') return;
      const run = {
        automation,
        event,
        depth,
        status: 'QUEUED',
        error: null,
        steps: actions.map(pending),
        calls: actions.map(() => [0]),
        next: 0,
        wakeAt: null,
        cancelled: false,
      };
      order.executions.push(run);
    });
  }

  private advance(hours: number): void {
    this.hour += hours;
    for (const run of this.executions) if (run.status === 'SLEEPING' && run.wakeAt! <= this.hour) run.status = 'QUEUED';
  }

  private cancel(run: Run | undefined): void {
    if (run?.status === 'SLEEPING') this.end(run, 'CANCELLED', 'CANCELLED');
  }

  private retry(run: Run | undefined): void {
    if (run?.status !== 'FAILED' || !this.automations[run.automation]!.enabled) return;
    for (const calls of run.calls) calls.push(0);
    run.steps = run.steps.map((step, index) =>
      index < run.next ? step : { status: index === run.next ? 'WAITING' : 'PENDING', attempts: 0 },
    );
    Object.assign(run, { status: 'QUEUED', error: null, cancelled: false });
  }

  /** One execution of an order at a time, in the order of its events, until none can go on. */
  private settle(order: Order): void {
    const first = () =>
      order.executions
        .filter(({ status }) => status === 'QUEUED')
        .sort((a, b) => a.event - b.event || a.automation - b.automation)[0];
    for (let run = first(); run; run = first()) {
      run.status = 'RUNNING';
      while (run.status === 'RUNNING') this.go(order, run);
    }
  }

  private go(order: Order, run: Run): void {
    const { actions, enabled } = this.automations[run.automation]!;
    const action = actions[run.next];
    if (!action) return this.end(run, 'SUCCEEDED', null);
    if (run.cancelled) return this.end(run, 'CANCELLED', 'CANCELLED');
    if (!enabled) return this.end(run, 'CANCELLED', 'AUTOMATION_DISABLED');
    if (action.delayHours > 0 && run.steps[run.next]!.status === 'PENDING') return this.sleep(run, action.delayHours);
    this.act(order, run, action);
  }

  private act(order: Order, run: Run, action: ActionSpec): void {
    const step = run.steps[run.next]!;
    step.attempts += 1;
    if (action.does === 'call') return this.call(run, action);
    if (action.does === 'impossible') return this.fail(run, 'EMPTY_VARIABLE');
    if (action.does === 'task') order.tasks.push(`${run.automation}/${run.next}/${run.event}`);
    if (action.does === 'move') this.move(order, action.stage, run.depth + 1);
    this.succeed(run);
  }

  private call(run: Run, action: ActionSpec & { does: 'call' }): void {
    const calls = run.calls[run.next]!;
    calls[calls.length - 1]! += 1;
    const mishap = this.meanwhile;
    this.meanwhile = 'none';
    if (mishap === 'worker dies') return;
    if (mishap === 'cancel') run.cancelled = true;
    if (mishap === 'disable') this.switch({ automation: run.automation, on: false });

    if (calls.reduce((sum, each) => sum + each) > action.failures)
      return action.gone ? this.fail(run, 'HTTP_410') : this.succeed(run);
    if (run.steps[run.next]!.attempts >= MOST_ATTEMPTS) return this.fail(run, 'HTTP_500');
    // Its back-off is over whenever the clock moves.
    this.sleep(run, 0.1);
  }

  private succeed(run: Run): void {
    run.steps[run.next]!.status = 'SUCCEEDED';
    run.next += 1;
  }

  private fail(run: Run, error: string): void {
    run.steps[run.next]!.status = 'FAILED';
    this.end(run, 'FAILED', error);
  }

  private sleep(run: Run, hours: number): void {
    run.steps[run.next]!.status = 'WAITING';
    if (!run.cancelled && this.automations[run.automation]!.enabled)
      Object.assign(run, { status: 'SLEEPING', wakeAt: this.hour + hours });
  }

  private end(run: Run, status: string, error: string | null): void {
    Object.assign(run, { status, error });
    for (const step of run.steps) if (step.status === 'PENDING' || step.status === 'WAITING') step.status = 'SKIPPED';
  }

  /** What must be seen of every order. */
  get view(): OrderView[] {
    return this.orders.map(({ stage, events, executions, tasks }) => ({
      stage,
      events,
      tasks: [...tasks].sort(),
      executions: executions.map(({ automation, event, status, error, steps, calls }) => ({
        automation,
        event,
        status,
        error,
        steps,
        calls: calls.map((each) => each.filter((count) => count > 0)),
      })),
    }));
  }
}

/** The one a number stands for, counting round; none when there are none. */
export const round = <T>(list: T[], index: number): T | undefined => list[index % list.length];
