import { isPresent } from '../kernel/compare.js';
import { toDecimalText } from '../kernel/decimal.js';
import { factAt } from '../platform/facts/fact-paths.js';
import type { OperatorDefinition } from './operator.js';

/** Whether something holds, and why; the reason is put into words only when it is asked for. */
export interface Verdict {
  matched: boolean;
  reason: () => string;
}

export type Evaluate = (scope: object) => Verdict;

const LONGEST_VALUE = 80;
const LONGEST_REASON = 400;

/** Asks nothing. */
export const always: Evaluate = () => ({ matched: true, reason: () => '' });

/** Compares one fact. */
export function comparison(path: string[], { test, words }: OperatorDefinition, operand: unknown): Evaluate {
  const name = path.join('.');
  return (scope) => {
    const actual = factAt(scope, path);
    const matched = test(actual, operand);
    return { matched, reason: () => inWords([name, actual], words[matched ? 0 : 1], operand) };
  };
}

/** Holds when all do; otherwise the first that does not has decided. */
export const all = (members: Evaluate[]): Evaluate => decidedBy(false, members);

/** Holds when one does, and that one has decided; an empty group holds as well. */
export const any = (members: Evaluate[]): Evaluate => (members.length === 0 ? always : decidedBy(true, members));

// Where none decided alone, all of them did together.
function decidedBy(decisive: boolean, members: Evaluate[]): Evaluate {
  return (scope) => {
    const asked: Verdict[] = [];
    for (const member of members) {
      const verdict = member(scope);
      if (verdict.matched === decisive) return verdict;
      asked.push(verdict);
    }
    return { matched: !decisive, reason: () => shortened(asked.map(({ reason }) => reason()).filter(Boolean).join(' and '), LONGEST_REASON) };
  };
}

function inWords([name, actual]: [string, unknown], claim: string, operand: unknown): string {
  if (!isPresent(operand)) return isPresent(actual) ? `${name} ${shown(actual)} ${claim}` : `${name} ${claim}`;
  return `${name} ${isPresent(actual) ? shown(actual) : '(missing)'} ${claim} ${shown(operand)}`;
}

// A number looks the same whether it comes as a number or as decimal text: 80, not "80.00".
function shown(value: unknown): string {
  if (typeof value === 'string') return shortened(toDecimalText(value) ?? JSON.stringify(shortened(value, LONGEST_VALUE)), LONGEST_VALUE + 2);
  return shortened(asJson(value), LONGEST_VALUE);
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '(something that cannot be shown)';
  }
}

const shortened = (text: string, longest: number) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
