import type { DefinitionBody } from '../../executions/definition/definition.js';
import type { Reader } from '../../platform/database/reader.js';
import { eventColumns } from '../../platform/outbox/event.entity.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import { isAddressedTo } from '../../triggers/addressed-events.js';
import type { NestedPage } from '../../platform/query-limits/query-lists.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import { refused } from './decide.js';
import type { Decision } from '../rules/decision.js';
import { ruledOut, toRule } from '../rules/rule.js';

type Listened = {
  automationId: string;
  name: string;
  trigger: DefinitionBody['trigger'];
  conditions: DefinitionBody['conditions'];
};
type Listed = { kept: Decision } | { silent: Listened };
type Row = StoredEvent & { listed: Listed[] };

// Sorted with collation "C", as everywhere: other collations may ignore hyphens.
const DECISIONS = `
  SELECT ${eventColumns('e')}, (
    SELECT coalesce(jsonb_agg(CASE WHEN p.kept IS NOT NULL THEN jsonb_build_object('kept', p.kept) ELSE jsonb_build_object('silent',
      jsonb_build_object('automationId', p.automation_id, 'name', n.name, 'trigger', n.body -> 'trigger', 'conditions', n.body -> 'conditions'))
      END ORDER BY p.automation_id), '[]')
    FROM (
      SELECT l.* FROM (
        SELECT (k.value ->> 'automationId') COLLATE "C" AS automation_id, k.value AS kept, NULL::uuid AS definition_id
        FROM jsonb_array_elements(d.decisions) AS k
        UNION ALL
        SELECT h.automation_id::text, NULL, h.definition_id FROM listener_history h
        WHERE h.workspace_id = d.workspace_id AND h.event_type = e.type AND h.since <= d.revision AND (h.until IS NULL OR h.until > d.revision)
          AND ${isAddressedTo('e', 'h.automation_id')} AND NOT d.decisions @> jsonb_build_array(jsonb_build_object('automationId', h.automation_id))
      ) AS l WHERE l.automation_id > coalesce($4, '') ORDER BY l.automation_id LIMIT $3
    ) AS p LEFT JOIN definition n ON n.id = p.definition_id) AS listed
  FROM decision d JOIN event e ON e.id = d.event_id WHERE d.workspace_id = $1 AND d.event_id = ANY($2)`;

/**
 * The decisions about events, sorted by automation. Only decisions that required more than the event are stored; the others
 * are derived again from the definitions of that time.
 */
export async function decisionsOfEvents(
  reader: Reader,
  eventIds: readonly string[],
  { first, after }: NestedPage,
): Promise<Decision[][]> {
  const rows = await reader.query<Row>(DECISIONS, [reader.workspaceId, eventIds, first, after]);
  return inOrder(eventIds, rows, ({ id }) => id).map((row) => (row ? allOf(row) : []));
}

const allOf = ({ listed, ...event }: Row): Decision[] =>
  listed.map((each) => ('kept' in each ? each.kept : toDecision(event, each.silent)));

function toDecision(event: StoredEvent, { trigger, conditions, ...automation }: Listened): Decision {
  const { outcome, reason } = ruledOut(event, toRule({ trigger, conditions, actions: [] })) ?? GONE;
  return refused(automation, outcome, reason).decision;
}

const GONE = {
  outcome: 'TRIGGER_CONFIG_MISMATCH',
  reason: 'The event did not match the trigger of that version',
} as const;
