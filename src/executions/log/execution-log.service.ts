import { Injectable } from '@nestjs/common';
import { isId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Reader } from '../../platform/database/reader.js';
import { grouped, inOrder } from '../../platform/requester/request-loaders.js';
import { toConnection, type Connection, type PageQuery } from '../../platform/paging/connection.js';
import type { Settings } from '../definition/settings.js';
import type { ActionSpec } from '../definition/definition.js';
import type { ExecutionChange } from '../log/execution-change.js';
import type { Execution, Step } from './execution.js';
import { executionColumns } from './execution.entity.js';
import { STEP_COLUMNS } from './step.entity.js';
import { executionsPage, type ExecutionFilter } from './executions-page.js';

const FIND = `SELECT ${executionColumns('e')} FROM execution e WHERE e.workspace_id = $1 AND e.id = ANY($2)`;
const STEPS = `SELECT execution_id AS "executionId", ${STEP_COLUMNS} FROM step WHERE execution_id = ANY($1) ORDER BY index`;
const NAMES = `SELECT id, name FROM definition WHERE workspace_id = $1 AND id = ANY($2)`;
const ACTIONS = `SELECT id, body -> 'actions' AS actions FROM definition WHERE workspace_id = $1 AND id = ANY($2)`;
const SETTINGS = `SELECT id, body -> 'settings' AS settings FROM definition WHERE workspace_id = $1 AND id = ANY($2)`;
const AUTOMATION_NAMES = `
  SELECT e.id, d.name FROM execution e JOIN definition d ON d.workspace_id = e.workspace_id AND d.id = e.definition_id
  WHERE e.workspace_id = $1 AND e.id = ANY($2)`;

/** Reads the log of executions. */
@Injectable()
export class ExecutionLog {
  constructor(private readonly database: Database) {}

  /** Executions by id, only of the reader's workspace, unordered. */
  async byIds(reader: Reader, ids: readonly string[]): Promise<Execution[]> {
    return reader.query<Execution>(FIND, [reader.workspaceId, ids.filter(isId)]);
  }

  /** A page of executions, newest first. */
  async page(reader: Reader, filter: ExecutionFilter, page: PageQuery): Promise<Connection<Execution>> {
    const { automationId, eventId, contactId, orderId } = filter;
    if ([automationId, eventId, contactId, orderId].some((id) => id != null && !isId(id)))
      return toConnection<Execution>([], page);
    const { text, values } = executionsPage(reader.workspaceId, filter, page);
    return toConnection(await reader.query<Execution>(text, values), page);
  }

  /** Recorded steps of executions, in order, each with its execution's id. */
  async steps(executionIds: readonly string[]): Promise<(Step & { executionId: string })[]> {
    return executionIds.length === 0 ? [] : this.database.query(STEPS, [executionIds]);
  }

  /** Executions with their recorded steps, for the feed. */
  async changes(executions: Execution[]): Promise<ExecutionChange[]> {
    const steps = await this.steps(executions.map(({ id }) => id));
    return executions.map((execution) => ({
      execution,
      steps: steps.filter(({ executionId }) => executionId === execution.id),
    }));
  }
}

/** The actions of definitions, in the ids' order. */
export async function actionsOfDefinitions(reader: Reader, ids: readonly string[]): Promise<ActionSpec[][]> {
  const rows = await reader.query<{ id: string; actions: ActionSpec[] }>(ACTIONS, [reader.workspaceId, ids]);
  return inOrder(ids, rows, ({ id }) => id).map((row) => row?.actions ?? []);
}

/** The settings of definitions, in the ids' order. */
export async function settingsOfDefinitions(reader: Reader, ids: readonly string[]): Promise<Settings[]> {
  const rows = await reader.query<{ id: string; settings: Settings | null }>(SETTINGS, [reader.workspaceId, ids]);
  return inOrder(ids, rows, ({ id }) => id).map((row) => row?.settings ?? {});
}

/** The names of definitions, in the ids' order. */
export async function namesOfDefinitions(reader: Reader, ids: readonly string[]): Promise<string[]> {
  const rows = await reader.query<{ id: string; name: string }>(NAMES, [reader.workspaceId, ids]);
  return inOrder(ids, rows, ({ id }) => id).map((row) => row?.name ?? '');
}

/** Executions in the order of their ids, null for missing ones. */
export const executionsByIds = async (reader: Reader, ids: readonly string[]): Promise<(Execution | null)[]> =>
  inOrder(ids, await reader.query<Execution>(FIND, [reader.workspaceId, ids]), ({ id }) => id);

/** The names of executions' automations, in the order of the ids; null for missing ones. */
export const automationNamesOf = async (reader: Reader, ids: readonly string[]): Promise<(string | null)[]> =>
  inOrder(
    ids,
    await reader.query<{ id: string; name: string }>(AUTOMATION_NAMES, [reader.workspaceId, ids]),
    ({ id }) => id,
  ).map((row) => row?.name ?? null);

/** The recorded steps of executions, in the ids' order. */
export const recordedSteps = async (reader: Reader, ids: readonly string[]): Promise<Step[][]> =>
  grouped(ids, await reader.query<Step & { executionId: string }>(STEPS, [ids]), ({ executionId }) => executionId);
