import type { Json, JsonObject } from '../../kernel/json.js';

/** QUEUED waits its turn, RUNNING acts, SLEEPING waits for a time; the other three are terminal. */
export const EXECUTION_STATUSES = ['QUEUED', 'RUNNING', 'SLEEPING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** PENDING is not stored, nor is SKIPPED unless the step itself was reached: they are derived from the execution's state. */
export const STEP_STATUSES = ['PENDING', 'RUNNING', 'WAITING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'UNKNOWN'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** Why a step was not performed. */
export const SKIP_REASONS = [
  'BRANCH_NOT_TAKEN',
  'STOPPED',
  'FAILED_EARLIER',
  'CANCELLED',
  'DISABLED',
  'OPTED_OUT',
  'WINDOW_CLOSED',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Whether an execution has reached a terminal status. */
export const hasEnded = (status: ExecutionStatus) =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED';

/** Why an execution ended without success. */
export interface ExecutionError {
  code: string;
  message: string;
}

/** Why an execution was ended before its next action. */
export const CANCELLED: ExecutionError = { code: 'CANCELLED', message: 'Cancelled before its next action' };
export const DISABLED: ExecutionError = {
  code: 'AUTOMATION_DISABLED',
  message: 'The automation was disabled or deleted before the next action',
};

export const SUBJECT_DELETED = 'SUBJECT_DELETED';

/** Why a step's last attempt failed, and whether a retry might help. */
export interface StepError extends ExecutionError {
  retryable: boolean;
}

/** A later failure of an action that had succeeded, such as a message that was not delivered. */
export interface ExecutionWarning extends ExecutionError {
  stepKey: string;
  /** ISO 8601. */
  at: string;
}

/** A stored run of an automation for one event. */
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
  /** How often in a row its worker was lost at its current step. */
  crashes: number;
  /** How often a person resumed it. */
  retries: number;
  cancelRequested: boolean;
  /** Why; null if a person requested it. */
  cancelReason: ExecutionError | null;
  /** The type of event that it waits for; null if it waits for none. */
  awaitsEvent: string | null;
  /** The contact, or else the order, that such an event must be about. */
  awaitsId: string | null;
  wakeAt: Date | null;
  error: ExecutionError | null;
  warnings: ExecutionWarning[];
  queuedAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
}

/** A step as it is shown, whether it is stored or not. */
export interface ShownStep extends Step {
  /** Null unless SKIPPED. */
  skippedBecause: SkipReason | null;
  /** Of a branch: the name of the arm that was taken. */
  arm: string | null;
}

/** A stored action of an execution. */
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
