import type { Json, JsonObject } from '../kernel/json.js';

/** QUEUED waits its turn, RUNNING acts, SLEEPING waits for a time; the other three are ends. */
export const EXECUTION_STATUSES = ['QUEUED', 'RUNNING', 'SLEEPING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** PENDING and SKIPPED are not stored: they follow from the execution's own state. */
export const STEP_STATUSES = ['PENDING', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'UNKNOWN'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** Whether nothing more will happen to an execution by itself. */
export const hasEnded = (status: ExecutionStatus) => status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';

/** Why an execution ended without success. */
export interface ExecutionError {
  code: string;
  message: string;
}

/** Why a step's last attempt failed, and whether trying again might help. */
export interface StepError extends ExecutionError {
  retryable: boolean;
}

/** One run of an automation for one event, as it is kept. */
export interface Execution {
  id: string;
  workspaceId: string;
  automationId: string;
  automationVersion: number;
  definitionId: string;
  triggerType: string;
  eventId: string;
  subjectId: string | null;
  cascadeDepth: number;
  remembered: JsonObject | null;
  status: ExecutionStatus;
  nextStep: number;
  seq: number;
  fence: number;
  retries: number;
  cancelRequested: boolean;
  wakeAt: Date | null;
  error: ExecutionError | null;
  queuedAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
}

/** One action in an execution, as it is kept. */
export interface Step {
  index: number;
  key: string;
  actionType: string;
  status: StepStatus;
  attempts: number;
  input: Json;
  output: Json;
  error: StepError | null;
  startedAt: Date | null;
  completedAt: Date | null;
}

/** The columns of an execution, named as its type names them. */
export const executionColumns = (e: string) => `
  ${e}.id, ${e}.workspace_id AS "workspaceId", ${e}.automation_id AS "automationId",
  ${e}.automation_version AS "automationVersion", ${e}.definition_id AS "definitionId",
  ${e}.trigger_type AS "triggerType", ${e}.event_id AS "eventId", ${e}.subject_id AS "subjectId",
  ${e}.cascade_depth AS "cascadeDepth", ${e}.remembered, ${e}.status, ${e}.next_step AS "nextStep", ${e}.seq, ${e}.fence,
  ${e}.retries, ${e}.cancel_requested AS "cancelRequested", ${e}.wake_at AS "wakeAt", ${e}.error,
  ${e}.queued_at AS "queuedAt", ${e}.started_at AS "startedAt", ${e}.completed_at AS "completedAt"`;

/** The columns of a step, named as its type names them. */
export const STEP_COLUMNS = `
  index, key, action_type AS "actionType", status, attempts, input, output, error,
  started_at AS "startedAt", completed_at AS "completedAt"`;
