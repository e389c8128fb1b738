import type { Execution, Step } from './execution.js';

/** A change of an execution: its current state and the steps recorded so far. */
export interface ExecutionChange {
  execution: Execution;
  steps: Step[];
}

/** The ids in every log line about an execution. */
export function logFields({ execution: { id, workspaceId, eventId, automationId, nextStep }, steps }: ExecutionChange) {
  const step = steps.find(({ index }) => index === nextStep) ?? steps.at(-1);
  return {
    workspaceId,
    executionId: id,
    eventId,
    automationId,
    ...(step && { stepIndex: step.index, stepKey: step.key }),
  };
}
