import { compileConditions, type CompiledConditions } from '../../conditions/compile-conditions.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import { eventScope, factPathsUnder, isEntity } from '../../triggers/trigger-facts.js';
import { makeTriggerRunner, type TriggerRunner } from '../../triggers/trigger-runner.js';
import type { TriggerDefinition } from '../../triggers/trigger.js';
import { evaluateThen } from '../definition/fact-scope.js';
import type { Step } from '../log/execution.js';
import type { Listening } from '../log/moves.js';

/** What a wait has recorded, and what happened in its execution before it. */
export interface Waiting {
  /** The event that started the execution. */
  event: Pick<StoredEvent, 'seq' | 'orderId' | 'contactId'>;
  /** The earliest and latest time of an event that counts. */
  since: Date;
  until: Date;
  /** The seq of the last event that the execution has had: only later ones count. */
  afterSeq: bigint;
}

/** Events that a wait asks for: those for which a trigger of this type would start an automation. */
export class AwaitedEvents {
  private readonly runner: TriggerRunner;
  private readonly conditions: CompiledConditions;

  /** Throws a ConditionsError, or a ZodError for the config. */
  constructor(
    private readonly trigger: TriggerDefinition,
    private readonly config: JsonObject,
    conditions: Json,
  ) {
    this.runner = makeTriggerRunner(trigger);
    this.conditions = compileConditions(conditions, factPathsUnder(trigger, config));
  }

  get eventType(): string {
    return this.runner.eventType;
  }

  /** Whether an event ends the wait. Its conditions are evaluated with the facts at the time of the event, or now where it has none. */
  async include(event: StoredEvent, wait: Waiting, facts: FactLoader): Promise<boolean> {
    if (event.type !== this.eventType || !isInTime(event, wait) || !isAboutTheSame(event, wait.event)) return false;
    if (!this.runner.matches(event.payload, this.config)) return false;
    const source = { trigger: this.trigger, config: this.config, event };
    return (await evaluateThen(source, this.conditions, facts)).matched;
  }

  /** An event as later steps read it: what it says of itself, and the things it is about as they were. */
  shown(event: StoredEvent): JsonObject & { id: string } {
    const { id, type, seq, occurredAt, payload } = event;
    const snapshots = Object.entries(this.trigger.facts).flatMap(([name, fact]) => {
      const snapshot = isEntity(fact) ? fact.snapshot?.(payload) : undefined;
      return snapshot ? [[name, snapshot] as const] : [];
    });
    return {
      ...Object.fromEntries(snapshots),
      ...eventScope(this.trigger, payload, this.config),
      ...{ id, type, seq, occurredAt: new Date(occurredAt).toISOString() },
    };
  }
}

const isInTime = ({ seq, occurredAt }: StoredEvent, { since, until, afterSeq }: Waiting) =>
  BigInt(seq) > afterSeq && occurredAt >= since && occurredAt <= until;

// An order of the same contact is another matter.
const isAboutTheSame = (event: StoredEvent, { orderId, contactId }: Waiting['event']) =>
  (contactId ? event.contactId === contactId : event.orderId === orderId) &&
  (!orderId || !event.orderId || event.orderId === orderId);

/** Whether an execution did this itself. What it did not do, such as a message of its own that fails later, may end its wait or itself. */
export const isDoneBy = ({ actorType, actorId }: StoredEvent, executionId: string): boolean =>
  actorType === 'execution' && actorId === executionId;

/** What an execution listens to while it waits: events of a type about its contact, or about its order if it has no contact. */
export const listensTo = (
  { eventType }: AwaitedEvents,
  { contactId, orderId }: Pick<StoredEvent, 'contactId' | 'orderId'>,
): Listening | null => {
  const awaitsId = contactId ?? orderId;
  return awaitsId ? { awaitsEvent: eventType, awaitsId } : null;
};

/** What `stopWhen` counts: every event after the event that started the execution. */
export const stoppedBy = (event: Waiting['event']): Waiting => ({
  event,
  since: new Date(0),
  until: new Date(8.64e15),
  afterSeq: BigInt(event.seq),
});

/** The wait that a step has recorded. Throws if it has recorded none. */
export function waitingOf(
  event: Waiting['event'],
  steps: readonly Pick<Step, 'index' | 'input' | 'output'>[],
  index: number,
): Waiting {
  const { since, until } = steps.find((step) => step.index === index)!.input as { since: string; until: string };
  return { event, since: new Date(since), until: new Date(until), afterSeq: lastSeq(event, steps) };
}

function lastSeq({ seq }: Waiting['event'], steps: readonly Pick<Step, 'output'>[]): bigint {
  const had = steps.flatMap(({ output }) => (output as { event?: { seq?: string } } | null)?.event?.seq ?? []);
  return had.filter((each) => /^\d{1,18}$/.test(each)).reduce((last, each) => max(last, BigInt(each)), BigInt(seq));
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);
