import type { Rule } from './rule.js';

/** An automation that is LIVE or SHADOW, compiled for the dispatcher. */
export interface Listener {
  automationId: string;
  name: string;
  version: number;
  definitionId: string;
  /** Whether it only decides, and starts nothing. */
  isShadow: boolean;
  /** The rule for the decision, or why the automation cannot be used. */
  rule: Rule | Error;
}
