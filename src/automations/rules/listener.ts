import type { Rule } from './rule.js';

/** An enabled automation, compiled for the dispatcher. */
export interface Listener {
  automationId: string;
  name: string;
  version: number;
  definitionId: string;
  /** The rule for the decision, or why the automation cannot be used. */
  rule: Rule | Error;
}
