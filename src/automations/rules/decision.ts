/** STARTED an execution; each other outcome is a reason why none started. */
export const DECISION_OUTCOMES = [
  'STARTED',
  'WOULD_START',
  'TRIGGER_CONFIG_MISMATCH',
  'CONDITIONS_FALSE',
  'CASCADE_LIMIT',
  'ALREADY_RUNNING',
  'ALREADY_RAN',
  'COOLING_DOWN',
  'THROTTLED',
  'DEBOUNCED_INTO',
  'TOO_OLD',
  'UNUSABLE_DEFINITION',
  'DISPATCH_FAILED',
] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** Why an automation did or did not start for an event; stored with the event. */
export interface Decision {
  automationId: string;
  /** The automation's name at that time; it may no longer exist. */
  name: string;
  outcome: DecisionOutcome;
  /** In words, with the operand that decided. */
  reason: string;
  /** The execution that it started, or that stood in the way. */
  executionId: string | null;
}
