import { ofContact, ofOrder } from '../../platform/outbox/events-about.js';
import type { PageQuery } from '../../platform/paging/connection.js';
import { LogPage, type Log } from '../../platform/paging/log-page.js';
import { EXECUTION_STATUSES, type ExecutionStatus } from './execution.js';
import { executionColumns } from './execution.entity.js';

/** The filter of a list of executions; omitted fields do not filter. */
export interface ExecutionFilter {
  automationId?: string | null;
  status?: ExecutionStatus | null;
  statuses?: ExecutionStatus[] | null;
  contactId?: string | null;
  orderId?: string | null;
  triggerType?: string | null;
  eventId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

const LOG: Log = { table: 'execution', columns: executionColumns, kind: 'trigger_type', time: 'queued_at' };

/** The statement of a page of executions, newest first; for a contact or an order, by their events, newest first. */
export function executionsPage(
  workspaceId: string,
  filter: ExecutionFilter,
  page: PageQuery,
): { text: string; values: unknown[] } {
  const about = filter.contactId ?? filter.orderId;
  const log = new LogPage(LOG, workspaceId, about == null ? page : { ...page, afterId: null })
    .where('r.automation_id =', filter.automationId)
    .whereWord('r.status', filter.status, EXECUTION_STATUSES)
    .where('r.trigger_type =', filter.triggerType)
    .where('r.event_id =', filter.eventId)
    .during(filter.from, filter.to);
  if (about != null) return startedBy(log, filter, page);
  const statuses = filter.statuses ?? [];
  if (statuses.length === 0) return log.statement(isNarrow(filter) ? 'narrowed' : 'of each kind');
  // Most executions succeed, and no index leads to these; the others are few at a time and have their own indexes.
  if (statuses.includes('SUCCEEDED'))
    return log
      .whereWords('r.status', statuses, EXECUTION_STATUSES)
      .statement(isNarrow(filter) ? 'narrowed' : 'of each kind');
  return log.statement({
    anyOf: EXECUTION_STATUSES.filter((status) => statuses.includes(status)).map((status) => `r.status = '${status}'`),
  });
}

const isNarrow = ({ automationId, eventId, triggerType, status }: ExecutionFilter) =>
  [automationId, eventId, triggerType, status].some((value) => value != null && value !== 'SUCCEEDED');

// Uses the events' own indexes: an execution does not store the contact and order of its event.
function startedBy(log: LogPage, { contactId, orderId, statuses }: ExecutionFilter, page: PageQuery) {
  if (statuses?.length) log.whereWords('r.status', statuses, EXECUTION_STATUSES);
  const contact = contactId == null ? [] : ofContact(log.placeholder(contactId));
  const events =
    orderId == null
      ? contact
      : ofOrder(log.placeholder(orderId)).map((condition) => [condition, ...contact].join(' AND '));
  const cursor = page.afterId && log.placeholder(page.afterId);
  const passed = cursor && `(SELECT c.event_id FROM execution c WHERE c.workspace_id = $1 AND c.id = ${cursor})`;
  const branches = events.map(
    (condition) =>
      `SELECT v.id FROM event v WHERE v.workspace_id = $1 AND ${condition}${passed ? ` AND v.id <= ${passed}` : ''}`,
  );
  const conditions = [
    'r.event_id = v.id',
    ...log.conditions,
    ...(passed ? [`(r.event_id, r.id) < (${passed}, ${cursor})`] : []),
  ];
  const limit = log.placeholder(page.limit);
  const text = `
    SELECT ${executionColumns('r')} FROM (${branches.join(' UNION ALL ')}) v CROSS JOIN LATERAL (SELECT * FROM execution r WHERE ${conditions.join(' AND ')}) r
    ORDER BY v.id DESC, r.id DESC LIMIT ${limit}`;
  return { text, values: log.values };
}
