/** STARTED an execution; each of the others says why there is none. */
export const DECISION_OUTCOMES = [
  'STARTED',
  'TRIGGER_CONFIG_MISMATCH',
  'CONDITIONS_FALSE',
  'CASCADE_LIMIT',
  'UNUSABLE_DEFINITION',
  'DISPATCH_FAILED',
] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** Why an automation did or did not start for an event; kept with the event. */
export interface Decision {
  automationId: string;
  /** The automation's name then; it may be gone now. */
  name: string;
  outcome: DecisionOutcome;
  /** In words, with the operand that decided. */
  reason: string;
  executionId: string | null;
}
