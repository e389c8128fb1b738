import { isPresent, isText } from '../kernel/compare.js';
import { toDecimalText } from '../kernel/decimal.js';
import { factAt } from '../platform/facts/fact-paths.js';
import type { FactType } from '../platform/facts/fact-shape.js';
import type { OperatorDefinition } from './operator.js';

/** Whether a condition holds, and why; the reason is formatted only on demand. */
interface Verdict {
  matched: boolean;
  reason: () => string;
}

export type Evaluate = (scope: object) => Verdict;

const LONGEST_VALUE = 80;
const LONGEST_REASON = 400;

/** Always true. */
export const always: Evaluate = () => ({ matched: true, reason: () => '' });

/** The fact of a comparison: its path and its type. */
export interface ComparedFact {
  path: string[];
  type: FactType;
}

/** Compares one fact. */
export function comparison(
  { path, type }: ComparedFact,
  { test, words }: OperatorDefinition,
  operand: unknown,
): Evaluate {
  const name = path.join('.');
  return (scope) => {
    const actual = factAt(scope, path);
    const matched = test(actual, operand, type);
    return {
      matched,
      reason: () => inWords({ name, actual, asText: isText(actual, type) }, words[matched ? 0 : 1], operand),
    };
  };
}

/** Holds if all members hold; otherwise the first that does not hold is decisive. */
export const all = (members: Evaluate[]): Evaluate => decidedBy(false, members);

/** Holds if one member holds, which is decisive; an empty group also holds. */
export const any = (members: Evaluate[]): Evaluate => (members.length === 0 ? always : decidedBy(true, members));

// If no single member is decisive, all of them are.
function decidedBy(decisive: boolean, members: Evaluate[]): Evaluate {
  return (scope) => {
    const asked: Verdict[] = [];
    for (const member of members) {
      const verdict = member(scope);
      if (verdict.matched === decisive) return verdict;
      asked.push(verdict);
    }
    return {
      matched: !decisive,
      reason: () =>
        shortened(
          asked
            .map(({ reason }) => reason())
            .filter(Boolean)
            .join(' and '),
          LONGEST_REASON,
        ),
    };
  };
}

function inWords(
  { name, actual, asText }: { name: string; actual: unknown; asText: boolean },
  claim: string,
  operand: unknown,
): string {
  const found = isPresent(actual) ? shown(actual, asText) : undefined;
  if (!isPresent(operand)) return found ? `${name} ${found} ${claim}` : `${name} ${claim}`;
  return `${name} ${found ?? '(missing)'} ${claim} ${shown(operand, asText)}`;
}

// A number is shown the same as a number and as decimal text: 80, not "80.00". A text is shown as written.
function shown(value: unknown, asText: boolean): string {
  if (typeof value !== 'string') return shortened(asJson(value), LONGEST_VALUE);
  const number = asText ? undefined : toDecimalText(value);
  return shortened(number ?? JSON.stringify(shortened(value, LONGEST_VALUE)), LONGEST_VALUE + 2);
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '(something that cannot be shown)';
  }
}

const shortened = (text: string, longest: number) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
