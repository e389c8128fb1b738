import type { Entrant } from '../../executions/entry/round.js';
import type { NewExecution } from '../../executions/log/start-executions.js';
import { evaluateThen, loadMissing, type FactSource } from '../../executions/definition/fact-scope.js';
import { newId } from '../../kernel/ids.js';
import type { JsonObject } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { FactLoader } from '../../platform/facts/fact-loader.js';
import type { Listener } from '../rules/listener.js';
import type { Decision, DecisionOutcome } from '../rules/decision.js';
import type { Rule } from '../rules/rule.js';

/** A decision about one automation and one event. */
export interface Decided {
  decision: Decision;
  execution: NewExecution | null;
  /** The execution's request to enter, where settings limit who may. */
  entrant: Entrant | null;
}

/** Decides whether an automation that the event itself does not rule out starts, and gives the reason. */
export async function decide(event: StoredEvent, listener: Listener, facts: FactLoader): Promise<Decided> {
  const { rule } = listener;
  if (rule instanceof Error) return refused(listener, 'UNUSABLE_DEFINITION', rule.message);
  const source: FactSource = { trigger: rule.trigger, config: rule.config, event };
  const { matched, reason } = await evaluateThen(source, rule.conditions, facts);
  if (!matched) return refused(listener, 'CONDITIONS_FALSE', reason);
  // Last, so that only automations that would otherwise have started are reported as stopped loops.
  if (event.cascadeDepth > LIMITS.maxCascadeDepth) return refused(listener, 'CASCADE_LIMIT', cut(event));
  if (listener.isShadow) return refused(listener, 'WOULD_START', reason);
  return started(event, listener, {
    rule,
    reason,
    remembered: await loadMissing(source, rule.pathsThen, facts),
  });
}

/** A decision not to start. */
export function refused(
  { automationId, name }: Pick<Listener, 'automationId' | 'name'>,
  outcome: DecisionOutcome,
  reason: string,
): Decided {
  return { decision: { automationId, name, outcome, reason, executionId: null }, execution: null, entrant: null };
}

function started(
  event: StoredEvent,
  listener: Listener,
  why: { rule: Rule; reason: string; remembered: object },
): Decided {
  const { automationId, name, version, definitionId } = listener;
  const id = newId();
  const { contactId, orderId } = event;
  const { entry, stopsOn, trigger } = why.rule;
  const execution: NewExecution = {
    id,
    workspaceId: event.workspaceId,
    automationId,
    automationVersion: version,
    definitionId,
    triggerType: trigger.type,
    eventId: event.id,
    eventSeq: event.seq,
    subjectId: orderId ?? contactId,
    cascadeDepth: event.cascadeDepth,
    remembered: Object.keys(why.remembered).length > 0 ? (why.remembered as JsonObject) : null,
    wakeInMs: null,
    stopsOn,
    aboutId: stopsOn && (contactId ?? orderId),
  };
  return {
    decision: { automationId, name, outcome: 'STARTED', reason: why.reason, executionId: id },
    execution,
    entrant: entry && { rules: entry, execution, contactId, orderId },
  };
}

const cut = ({ cascadeDepth }: StoredEvent) =>
  `This event is ${cascadeDepth} automations away from the change that began it; at most ${LIMITS.maxCascadeDepth} may follow the first`;
