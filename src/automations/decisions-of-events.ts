import type { DefinitionBody } from '../executions/definition.js';
import type { Reader } from '../platform/database/reader.js';
import { eventColumns } from '../platform/events/outbox.js';
import type { StoredEvent } from '../platform/events/stored-event.js';
import { inOrder } from '../platform/graphql/request-loaders.js';
import { refused } from './decide.js';
import type { Decision } from './decision.js';
import { ruledOut, toRule } from './rule.js';

type Listened = { automationId: string; name: string; trigger: DefinitionBody['trigger']; conditions: DefinitionBody['conditions'] };
type Row = StoredEvent & { decisions: Decision[]; silent: Listened[] };

const DECISIONS = `
  SELECT ${eventColumns('e')}, d.decisions,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('automationId', h.automation_id, 'name', n.name, 'trigger', n.body -> 'trigger', 'conditions', n.body -> 'conditions')), '[]')
     FROM listener_history h JOIN definition n ON n.id = h.definition_id
     WHERE h.workspace_id = d.workspace_id AND h.event_type = e.type AND h.since <= d.revision AND (h.until IS NULL OR h.until > d.revision)
       AND NOT d.decisions @> jsonb_build_array(jsonb_build_object('automationId', h.automation_id))) AS silent
  FROM decision d JOIN event e ON e.id = d.event_id WHERE d.workspace_id = $1 AND d.event_id = ANY($2)`;

/**
 * What was decided about events, in the order of the automations. Kept are only the decisions that took more than the event;
 * why it ruled out the others it says again, by what they were then.
 */
export async function decisionsOfEvents(reader: Reader, eventIds: readonly string[]): Promise<Decision[][]> {
  const rows = await reader.query<Row>(DECISIONS, [reader.workspaceId, eventIds]);
  return inOrder(eventIds, rows, ({ id }) => id).map((row) => (row ? allOf(row) : []));
}

function allOf({ decisions, silent, ...event }: Row): Decision[] {
  const all = [...decisions, ...silent.map((listened) => toDecision(event, listened))];
  return all.sort((a, b) => (a.automationId < b.automationId ? -1 : 1));
}

function toDecision(event: StoredEvent, { trigger, conditions, ...automation }: Listened): Decision {
  const { outcome, reason } = ruledOut(event, toRule({ trigger, conditions, actions: [] })) ?? GONE;
  return refused(automation, outcome, reason).decision;
}

const GONE = { outcome: 'TRIGGER_CONFIG_MISMATCH', reason: 'The event did not fit the trigger as it was then' } as const;
