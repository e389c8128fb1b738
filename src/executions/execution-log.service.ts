import { Injectable } from '@nestjs/common';
import { isId } from '../kernel/ids.js';
import { Database } from '../platform/database/database.js';
import type { Reader } from '../platform/database/reader.js';
import { grouped, inOrder } from '../platform/graphql/request-loaders.js';
import { toConnection, type Connection, type PageQuery } from '../platform/graphql/connection.js';
import { LogPage, type Log } from '../platform/graphql/log-page.js';
import type { ActionSpec } from './definition.js';
import type { ExecutionChange } from './execution-feed.js';
import { EXECUTION_STATUSES, executionColumns, hasEnded, STEP_COLUMNS, type Execution, type ExecutionStatus, type Step } from './execution.js';

/** Which executions a list shows; what is left out does not narrow it. */
export interface ExecutionFilter {
  automationId?: string | null;
  status?: ExecutionStatus | null;
  triggerType?: string | null;
  eventId?: string | null;
  from?: Date | null;
  to?: Date | null;
}

const FIND = `SELECT ${executionColumns('e')} FROM execution e WHERE e.workspace_id = $1 AND e.id = ANY($2)`;
const STEPS = `SELECT execution_id AS "executionId", ${STEP_COLUMNS} FROM step WHERE execution_id = ANY($1) ORDER BY index`;
const DEFINITIONS = `SELECT id, name, body -> 'actions' AS actions FROM definition WHERE workspace_id = $1 AND id = ANY($2)`;

/** Reads the log of executions. */
@Injectable()
export class ExecutionLog {
  constructor(private readonly database: Database) {}

  /** Executions by id, those of the reader's workspace only, in no order. */
  async byIds(reader: Reader, ids: readonly string[]): Promise<Execution[]> {
    return reader.query<Execution>(FIND, [reader.workspaceId, ids.filter(isId)]);
  }

  /** A page of executions, newest first. */
  async page(reader: Reader, filter: ExecutionFilter, page: PageQuery): Promise<Connection<Execution>> {
    if ([filter.automationId, filter.eventId].some((id) => id != null && !isId(id))) return toConnection<Execution>([], page);
    const { text, values } = pageOf(reader.workspaceId, filter, page);
    return toConnection(await reader.query<Execution>(text, values), page);
  }

  /** Recorded steps of executions, in order, each with its execution's id. */
  async steps(executionIds: readonly string[]): Promise<(Step & { executionId: string })[]> {
    return executionIds.length === 0 ? [] : this.database.query(STEPS, [executionIds]);
  }

  /** Executions with their recorded steps, as the feed tells them. */
  async changes(executions: Execution[]): Promise<ExecutionChange[]> {
    const steps = await this.steps(executions.map(({ id }) => id));
    return executions.map((execution) => ({ execution, steps: steps.filter(({ executionId }) => executionId === execution.id) }));
  }
}

type DefinitionRow = { id: string; name: string; actions: ActionSpec[] };

const definitions = (reader: Reader, ids: readonly string[]) => reader.query<DefinitionRow>(DEFINITIONS, [reader.workspaceId, ids]);

/** The actions of definitions, in the ids' order. */
export const actionsOfDefinitions = async (reader: Reader, ids: readonly string[]): Promise<ActionSpec[][]> =>
  inOrder(ids, await definitions(reader, ids), ({ id }) => id).map((row) => row?.actions ?? []);

/** The names of definitions, in the ids' order. */
export const namesOfDefinitions = async (reader: Reader, ids: readonly string[]): Promise<string[]> =>
  inOrder(ids, await definitions(reader, ids), ({ id }) => id).map((row) => row?.name ?? '');

/** Executions in the ids' order, null where one is gone. */
export const executionsByIds = async (reader: Reader, ids: readonly string[]): Promise<(Execution | null)[]> =>
  inOrder(ids, await reader.query<Execution>(FIND, [reader.workspaceId, ids]), ({ id }) => id);

/** The recorded steps of executions, in the ids' order. */
export const recordedSteps = async (reader: Reader, ids: readonly string[]): Promise<Step[][]> =>
  grouped(ids, await reader.query<Step & { executionId: string }>(STEPS, [ids]), ({ executionId }) => executionId);

/** All steps of an execution: what was recorded, and for the rest whether it is still to come or never will. */
export function stepsToShow(execution: Execution, actions: ActionSpec[], recorded: Step[]): Step[] {
  const ended = hasEnded(execution.status);
  return actions.map(({ key, type }, index) => {
    const step = recorded.find((each) => each.index === index);
    if (step && !(ended && step.status === 'WAITING')) return { ...step, status: ended && step.status === 'RUNNING' ? 'UNKNOWN' : step.status };
    const status = ended ? 'SKIPPED' : (step?.status ?? 'PENDING');
    return { ...(step ?? EMPTY_STEP), index, key, actionType: type, status };
  });
}

const EMPTY_STEP = { attempts: 0, input: null, output: null, error: null, startedAt: null, completedAt: null };

const LOG: Log = { table: 'execution', columns: executionColumns, kind: 'trigger_type', time: 'queued_at' };

function pageOf(workspaceId: string, { automationId, status, triggerType, eventId, from, to }: ExecutionFilter, page: PageQuery) {
  // Most succeed; the others are few at a time, or few at all, and have indexes of their own.
  const isNarrow = [automationId, eventId, triggerType, status].some((value) => value != null && value !== 'SUCCEEDED');
  return new LogPage(LOG, workspaceId, page)
    .where('r.automation_id =', automationId)
    .whereWord('r.status', status, EXECUTION_STATUSES)
    .where('r.trigger_type =', triggerType)
    .where('r.event_id =', eventId)
    .during(from, to)
    .statement(isNarrow ? 'narrowed' : 'of each kind');
}
