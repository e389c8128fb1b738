import type { JsonObject } from '../kernel/json.js';
import type { Reader } from '../platform/database/reader.js';

/** What an external action did, which failed after it was recorded as done: WhatsApp took a message and could not deliver it. */
export interface LateFailure {
  workspaceId: string;
  executionId: string;
  stepId: string;
  /** The code and the words of the warning that its execution shows. */
  warning: { code: string; message: string };
  /** The step's output: what tells it from that of other steps, what it says of success, and what replaces that. */
  output: { of: JsonObject; success: JsonObject; failure: JsonObject };
}

/** The late failures of actions that no execution shows yet. */
export abstract class LateFailureSource {
  /** Whether there are any, as a SQL expression. */
  abstract readonly anyLateFailure: string;

  /** The oldest 500 of all workspaces, or that of one step. */
  abstract lateFailures(database: Pick<Reader, 'query'>, stepId: string | null): Promise<LateFailure[]>;

  /** Marks one as shown, in the transaction that shows it; false if it was already. */
  abstract lateFailureShown(transaction: Pick<Reader, 'query'>, failure: LateFailure): Promise<boolean>;
}
