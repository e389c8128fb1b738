import { GraphQLError } from 'graphql';
import { DomainError } from '../../kernel/errors.js';
import { LIMITS } from '../../kernel/limits.js';
import type { ReadMeter } from '../database/reader.js';

const MEASURES = {
  objects: `${LIMITS.maxAnswerObjects} objects`,
  values: `${LIMITS.maxAnswerValues} values`,
  bytes: 'bytes',
  rows: `${LIMITS.maxAnswerRows} rows`,
  readBytes: `${LIMITS.maxAnswerReadBytes / 1024 / 1024} MiB of rows`,
  failures: `${LIMITS.maxAnswerFailures} errors`,
};
type Measure = keyof typeof MEASURES;

/**
 * The remaining budget of one answer: counts what its fields resolve to and the rows its statements read. Once it is used up,
 * nothing more of that answer is resolved or read.
 */
export class AnswerBudget implements ReadMeter {
  private spent: GraphQLError | undefined;
  private changes = false;
  private reason = '';
  private used: Record<Measure, number> = { objects: 0, values: 0, bytes: 0, rows: 0, readBytes: 0, failures: 0 };
  private readonly limits: Record<Measure, number>;

  constructor(private readonly maxBytes: number = LIMITS.maxAnswerBytes) {
    const {
      maxAnswerObjects: objects,
      maxAnswerValues: values,
      maxAnswerRows: rows,
      maxAnswerReadBytes: readBytes,
      maxAnswerFailures: failures,
    } = LIMITS;
    this.limits = { objects, values, bytes: maxBytes, rows, readBytes, failures };
  }

  /** Why the answer ended early; undefined if it did not. */
  get refusal(): GraphQLError | undefined {
    return this.spent;
  }

  /** Starts the next answer: a subscription sends many. */
  restart(): void {
    this.spent = undefined;
    this.used = { objects: 0, values: 0, bytes: 0, rows: 0, readBytes: 0, failures: 0 };
  }

  /** Records that a change is about to be made, so that an early end of the answer mentions it. */
  noteChange(): void {
    this.changes = true;
  }

  assertLeft(): void {
    if (this.spent) throw this.spent;
  }

  countRow(bytes: number): void {
    this.count('rows', 1);
    this.count('readBytes', bytes);
  }

  /** Throws if the answer exceeds a limit. */
  count(measure: Measure, amount: number): void {
    this.assertLeft();
    this.used[measure] += amount;
    if (this.used[measure] > this.limits[measure]) throw this.spend(measure);
  }

  /** Counts a failed field and keeps the reason, for the error if too many fail. */
  countFailure(error: unknown): void {
    this.reason = error instanceof DomainError ? `, such as: ${error.message}` : '';
    this.count('failures', 1);
  }

  private spend(measure: Measure): GraphQLError {
    const most = measure === 'bytes' ? `${this.maxBytes / 1024 / 1024} MiB` : MEASURES[measure];
    const kept = this.changes ? '. What was changed before is kept' : '';
    const message = `The answer has more than ${most}: ask for less at once, by smaller pages (first), fewer nested lists or fewer fields${measure === 'failures' ? this.reason : ''}${kept}`;
    // One error stands for all fields that are no longer resolved: with a path, graphql-js does not wrap it for each field.
    this.spent = new GraphQLError(message, {
      path: [],
      originalError: new DomainError('INVALID_INPUT', message, [{ path: ['query'], message }]),
    });
    return this.spent;
  }
}
