import type { Mistake } from '../kernel/errors.js';
import { LIMITS } from '../kernel/limits.js';
import { factAt, type FactPaths } from '../platform/facts/fact-paths.js';
import type { OperatorDefinition } from './operator.js';
import { OPERATORS } from './operators.js';

/** Whether the conditions hold, and the first operand that decided, with what was found there. */
export interface Verdict {
  matched: boolean;
  reason: string;
}

/** Conditions ready to be evaluated; pure, and never throws. */
export interface CompiledConditions {
  paths: string[][];
  evaluate(scope: object): Verdict;
}

/** Conditions that cannot be used; every mistake has its path within them. */
export class ConditionsError extends Error {
  constructor(readonly mistakes: Mistake[]) {
    super(mistakes.map(({ message }) => message).join('; '));
  }
}

type Evaluate = CompiledConditions['evaluate'];
type Path = (string | number)[];

const NONE: Verdict = { matched: true, reason: 'no conditions' };

/** Checks and compiles a tree of groups {logic, conditions} and conditions {field, operator, value}. Throws a ConditionsError with all mistakes. */
export function compileConditions(input: unknown, facts: FactPaths): CompiledConditions {
  if (input === null || input === undefined) return { paths: [], evaluate: () => NONE };
  const compiler = new Compiler(facts);
  const evaluate = compiler.group(input, [], 1);
  if (compiler.count > LIMITS.maxConditions) compiler.mistakes.push({ path: [], message: `At most ${LIMITS.maxConditions} conditions; these are ${compiler.count}` });
  if (compiler.mistakes.length > 0) throw new ConditionsError(compiler.mistakes);
  return { paths: compiler.paths, evaluate };
}

class Compiler {
  readonly mistakes: Mistake[] = [];
  readonly paths: string[][] = [];
  count = 0;

  constructor(private readonly facts: FactPaths) {}

  group(input: unknown, at: Path, depth: number): Evaluate {
    const { logic, conditions, ...rest } = isObject(input) ? input : {};
    this.refuseUnknown(rest, at);
    if (logic !== 'AND' && logic !== 'OR') return this.wrong([...at, 'logic'], 'Must be "AND" or "OR"');
    if (!Array.isArray(conditions)) return this.wrong([...at, 'conditions'], 'Must be a list of conditions and groups');
    if (depth > LIMITS.maxConditionDepth) return this.wrong(at, `Groups may be nested ${LIMITS.maxConditionDepth} deep; this is deeper`);
    const members = conditions.map((member, index) => this.member(member, [...at, 'conditions', index], depth));
    return logic === 'AND' ? all(members) : any(members);
  }

  private member(input: unknown, at: Path, depth: number): Evaluate {
    if (!isObject(input)) return this.wrong(at, 'Must be a condition {field, operator, value} or a group {logic, conditions}');
    return 'logic' in input || 'conditions' in input ? this.group(input, at, depth + 1) : this.leaf(input, at);
  }

  private leaf({ field, operator: type, value, ...rest }: Record<string, unknown>, at: Path): Evaluate {
    this.count += 1;
    this.refuseUnknown(rest, at);
    const path = this.field(field, at);
    const operator = this.operator(type, at);
    if (operator) this.operand(operator, value, at);
    return path && operator ? (scope) => compare({ scope, path, operator, value }) : () => NONE;
  }

  private field(field: unknown, at: Path): string[] | undefined {
    const path = typeof field === 'string' ? field.split('.') : [];
    const known = typeof field === 'string' && field.length <= 300 && this.facts.has(path);
    if (!known) return void this.wrong([...at, 'field'], typeof field === 'string' ? this.facts.unknown(path) : 'Required: the path of a fact');
    this.paths.push(path);
    return path;
  }

  private operator(type: unknown, at: Path): OperatorDefinition | undefined {
    const operator = OPERATORS.get(String(type));
    if (!operator) this.wrong([...at, 'operator'], `Unknown operator "${String(type).slice(0, 60)}". Known: ${[...OPERATORS.keys()].join(', ')}`);
    return operator;
  }

  private operand({ operand, type }: OperatorDefinition, value: unknown, at: Path): void {
    const parsed = operand.safeParse(value);
    if (!parsed.success) this.wrong([...at, 'value'], `${type}: ${parsed.error.issues[0]!.message}`);
  }

  private refuseUnknown(rest: object, at: Path): void {
    for (const name of Object.keys(rest)) this.wrong([...at, name], 'Unknown: a condition has field, operator and value; a group has logic and conditions');
  }

  private wrong(path: Path, message: string): Evaluate {
    this.mistakes.push({ path, message });
    return () => NONE;
  }
}

const all = (members: Evaluate[]): Evaluate => decideBy(members, false);
const any = (members: Evaluate[]): Evaluate => decideBy(members, true);

// The first member with this outcome decides; an empty group matches.
function decideBy(members: Evaluate[], decisive: boolean): Evaluate {
  return (scope) => {
    let verdict = NONE;
    for (const member of members) {
      verdict = member(scope);
      if (verdict.matched === decisive) return verdict;
    }
    return verdict;
  };
}

function compare({ scope, path, operator, value }: { scope: object; path: string[]; operator: OperatorDefinition; value: unknown }): Verdict {
  const actual = factAt(scope, path);
  const matched = operator.test(actual, value);
  const found = actual === undefined || actual === null ? '(missing)' : shown(actual);
  const operand = value === undefined ? '' : ` ${shown(value)}`;
  return { matched, reason: `${path.join('.')} ${found} ${operator.words[matched ? 0 : 1]}${operand}` };
}

// Numbers bare, whether they come as numbers or as decimal text: 80, not "80.00".
function shown(value: unknown): string {
  const text = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : (JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
