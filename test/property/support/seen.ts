import { decisionsOfEvents } from '../../../src/automations/decisions/decisions-of-events.js';
import type { Reader } from '../../../src/platform/database/reader.js';
import type { Client } from '../../support/test-server.js';
import type { OrderView, StepView } from './model-run.js';
import type { Stand } from './stand.js';

/** The orders of a workspace in order of creation, each with its stage. */
export const ORDERS = `SELECT o.id, s.name AS stage FROM "order" o JOIN stage s ON s.id = o.stage_id WHERE o.workspace_id = $1 ORDER BY o.id`;

const EVENTS = `
  SELECT e.id, e.order_id AS "orderId", e.type, e.cascade_depth AS depth
  FROM event e WHERE e.workspace_id = $1 AND e.order_id IS NOT NULL AND e.type LIKE 'order.%' ORDER BY e.seq`;
const DONE = `
  SELECT title AS marker FROM task WHERE workspace_id = $1
  UNION ALL SELECT payload #>> '{variables,0}' FROM message WHERE workspace_id = $1`;
const EXECUTIONS = `{
  executions(first: 100) { edges { node {
    id status error { code } automation { id } event { id }
    steps { actionType status attempts arm skippedBecause output }
  } } } }`;

interface EventRow {
  id: string;
  orderId: string;
  type: string;
  depth: number;
}

interface SeenStep {
  actionType: string;
  status: string;
  attempts: number;
  arm: string | null;
  skippedBecause: string | null;
  output: { matched?: boolean; event?: { id: string }; waited?: boolean } | null;
}

interface SeenExecution {
  id: string;
  status: string;
  error: { code: string } | null;
  automation: { id: string };
  event: { id: string };
  steps: SeenStep[];
}

/** The state of every order of a workspace, in the model's form. */
export async function seen(
  { database, receiver }: Stand,
  client: Client,
  automationIds: string[],
): Promise<OrderView[]> {
  const { workspaceId } = client;
  const orders = await database.query<{ id: string; stage: string }>(ORDERS, [workspaceId]);
  const rows = await database.query<EventRow>(EVENTS, [workspaceId]);
  const reader: Reader = { workspaceId, query: (text, values) => database.query(text, values) };
  const ids = rows.map(({ id }) => id);
  const decided = await decisionsOfEvents(reader, ids, { first: 100, after: null });
  const events = rows.map((row, index) => ({ ...row, decisions: decided[index]! }));
  const done = await database.query<{ marker: string }>(DONE, [workspaceId]);
  const { data } = await client.raw<{ executions: { edges: { node: SeenExecution }[] } }>(EXECUTIONS);
  const executions = data.executions.edges.map(({ node }) => node);
  return orders.map(({ id, stage }) => {
    const own = events.filter(({ orderId }) => orderId === id);
    const nth = new Map(own.map((event, index) => [event.id, index]));
    const ordinal = (text: string) => text.replace(/(?<![^/])[^/]+$/, (eventId) => String(nth.get(eventId)));
    return {
      stage,
      events: own.map(({ type, depth, decisions }) => ({
        type,
        depth,
        decisions: decisions.map((each) => `${automationIds.indexOf(each.automationId)} ${each.outcome}`),
      })),
      done: done
        .map(({ marker }) => marker)
        .filter((marker) => nth.has(marker.split('/')[2]!))
        .map(ordinal)
        .sort(),
      executions: executions
        .filter(({ event }) => nth.has(event.id))
        .map(({ automation, event, status, error, steps }) => ({
          automation: automationIds.indexOf(automation.id),
          event: nth.get(event.id)!,
          status,
          error: error?.code ?? null,
          steps: steps.map((step) => viewOf(step, nth)),
          calls: steps.map((_, index) =>
            callsOf(receiver.requests, `${automationIds.indexOf(automation.id)}/${index}/${event.id}`),
          ),
        }))
        .sort((a, b) => a.event - b.event || a.automation - b.automation),
    };
  });
}

function viewOf(step: SeenStep, nth: Map<string, number>): StepView {
  const { status, attempts, skippedBecause } = step;
  return { status, attempts, because: skippedBecause, said: status === 'SUCCEEDED' ? saidBy(step, nth) : null };
}

function saidBy({ actionType, arm, output }: SeenStep, nth: Map<string, number>): string | null {
  if (actionType === 'wait_until') return String(output?.waited);
  if (actionType !== 'wait_for_event') return arm;
  return output?.event ? String(nth.get(output.event.id)) : 'timeout';
}

function callsOf(requests: Stand['receiver']['requests'], marker: string): number[] {
  const times = new Map<unknown, number>();
  for (const { headers, body } of requests) {
    if ((JSON.parse(body) as { marker: string }).marker === marker)
      times.set(headers['webhook-id'], (times.get(headers['webhook-id']) ?? 0) + 1);
  }
  return [...times.values()];
}
