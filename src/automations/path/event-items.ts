import { executionsByIds, namesOfDefinitions } from '../../executions/log/execution-log.service.js';
import type { Execution } from '../../executions/log/execution.js';
import type { JsonObject } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import { eventsAbout, type AboutQuery } from '../../platform/outbox/events-about.js';
import type { StoredEvent } from '../../platform/events/stored-event.js';
import type { Decision } from '../rules/decision.js';
import { inOrder } from '../../platform/requester/request-loaders.js';
import { decisionsOfEvents } from '../decisions/decisions-of-events.js';
import { isAddressedTo } from '../../triggers/addressed-events.js';
import { positionOf, type PathItem } from './path-item.js';

/** How many decisions one item lists; event.decisions has all. */
const TOLD_DECISIONS = 10;

type Kept = { eventId: string; decisions: Decision[]; silent: number };

// Decisions based on the event alone are only counted: their reasons would require the definitions.
const KEPT = `
  SELECT d.event_id AS "eventId", d.decisions, (
    SELECT count(*)::int FROM listener_history h
    WHERE h.workspace_id = d.workspace_id AND h.event_type = e.type AND h.since <= d.revision
      AND (h.until IS NULL OR h.until > d.revision)
      AND ${isAddressedTo('e', 'h.automation_id')} AND NOT d.decisions @> jsonb_build_array(jsonb_build_object('automationId', h.automation_id))) AS silent
  FROM decision d JOIN event e ON e.id = d.event_id WHERE d.workspace_id = $1 AND d.event_id = ANY($2)`;

/** Events with their decisions and executions, in a constant number of statements. */
export async function eventItems(reader: Reader, query: AboutQuery): Promise<PathItem[]> {
  const events = await eventsAbout(reader, query);
  const ids = events.map(({ id }) => id);
  const [kept, told] = await Promise.all([
    reader.query<Kept>(KEPT, [reader.workspaceId, ids]),
    decisionsOfEvents(reader, ids, { first: TOLD_DECISIONS, after: null }),
  ]);
  const decided = inOrder(ids, kept, ({ eventId }) => eventId);
  const executions = await executionItems(
    reader,
    events,
    decided.map((each) => each?.decisions ?? []),
  );
  return [
    ...events.map(toItem),
    ...events.flatMap((event, index) => decisionItem(event, decided[index], told[index]!)),
    ...executions,
  ];
}

const toItem = (event: StoredEvent): PathItem => ({
  position: positionOf(event.id),
  at: event.occurredAt,
  kind: 'EVENT',
  id: event.id,
  label: event.type,
  detail: changeOf(event.payload),
  by: event,
});

function decisionItem(event: StoredEvent, kept: Kept | null | undefined, told: Decision[]): PathItem[] {
  if (!kept || kept.decisions.length + kept.silent === 0) return [];
  const started = kept.decisions.filter(({ outcome }) => outcome === 'STARTED');
  const count = kept.decisions.length + kept.silent;
  // Started ones come first, so that they are not hidden by many others.
  const shown = [...started, ...told.filter(({ outcome }) => outcome !== 'STARTED')].slice(0, TOLD_DECISIONS);
  const lines = shown.map(({ name, outcome, reason }) => `${name}: ${outcome}, ${reason}`);
  if (count > shown.length) lines.push(`and ${count - shown.length} more`);
  return [
    {
      position: positionOf(event.id, 1),
      at: event.occurredAt,
      kind: 'DECISION',
      id: event.id,
      label: `${started.length} started, ${count - started.length} did not`,
      detail: lines.join('\n'),
      by: null,
    },
  ];
}

async function executionItems(reader: Reader, events: StoredEvent[], decisions: Decision[][]): Promise<PathItem[]> {
  const started = events.flatMap((event, index) =>
    decisions[index]!.flatMap(({ outcome, executionId }) =>
      outcome === 'STARTED' && executionId ? [{ event, executionId }] : [],
    ),
  );
  if (started.length === 0) return [];
  const executions = await executionsByIds(
    reader,
    started.map(({ executionId }) => executionId),
  );
  const known = started.flatMap(({ event }, index) =>
    executions[index] ? [{ event, execution: executions[index] }] : [],
  );
  const names = await namesOfDefinitions(
    reader,
    known.map(({ execution }) => execution.definitionId),
  );
  return known.map(({ event, execution }, index) => ({
    position: positionOf(event.id, 2, execution.id),
    at: event.occurredAt,
    kind: 'EXECUTION',
    id: execution.id,
    label: names[index]!,
    detail: standingOf(execution),
    by: null,
  }));
}

const standingOf = ({ status, error }: Execution) => (error ? `${status}: ${error.message}` : status);

const inWords = (value: unknown) =>
  value == null ? 'nothing' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** What an event changed, if it can be said in a few words. */
function changeOf({ field, previous, current, fromStage, toStage, tag }: JsonObject): string | null {
  if (typeof field === 'string') return `${field}: ${inWords(previous)} → ${inWords(current)}`;
  if (fromStage && toStage) return `${nameIn(fromStage)} → ${nameIn(toStage)}`;
  return tag ? nameIn(tag) : null;
}

const nameIn = (value: unknown) => inWords((value as { name?: unknown }).name);
