import type { z } from 'zod';
import { DomainError, inWords, type Mistake } from '../kernel/errors.js';
import { LIMITS } from '../kernel/limits.js';
import type { FactPaths } from '../platform/facts/fact-paths.js';
import { conditionShape, groupShape, isGroup } from './condition.js';
import type { OperatorDefinition } from './operator.js';
import { OPERATORS } from './operators.js';
import { all, always, any, comparison, type Evaluate } from './verdict.js';

/** Invalid conditions; each mistake has its path within them. */
export class ConditionsError extends DomainError {
  constructor(readonly mistakes: Mistake[]) {
    super('INVALID_INPUT', inWords(mistakes), mistakes);
    this.name = 'ConditionsError';
  }
}

/** Compiled conditions; evaluating them is pure and never throws. */
export interface CompiledConditions {
  /** The fact paths they name. */
  paths: string[][];
  /** Equalities that must hold for the conditions to be true. */
  equalities: Equality[];
  /** Whether they hold, and why: the first decisive comparison, with the value it found. */
  evaluate(scope: object): { matched: boolean; reason: string };
}

/** A comparison that must hold for the conditions to be true: the value at the path must have this key. */
export interface Equality {
  path: string[];
  key: string;
  evaluate: Evaluate;
}

/** Compiles a tree of groups and comparisons, or null. Throws a ConditionsError with all mistakes at once. */
export function compileConditions(input: unknown, facts: FactPaths): CompiledConditions {
  const compiler = new Compiler(facts);
  const ask =
    input === null || input === undefined ? always : compiler.group(input, { at: [], depth: 1, required: true });
  if (compiler.count > LIMITS.maxConditions) {
    compiler.mistakes.push({
      path: [],
      message: `At most ${LIMITS.maxConditions} conditions are allowed; these are ${compiler.count}`,
    });
  }
  if (compiler.mistakes.length > 0) throw new ConditionsError(compiler.mistakes);
  return { paths: compiler.paths, equalities: compiler.equalities, evaluate: (scope) => spoken(ask, scope) };
}

/** All mistakes in conditions, each with its path in them. */
export function conditionMistakes(input: unknown, facts: FactPaths): Mistake[] {
  try {
    compileConditions(input, facts);
    return [];
  } catch (error) {
    if (!(error instanceof ConditionsError)) throw error;
    return error.mistakes;
  }
}

function spoken(ask: Evaluate, scope: object): { matched: boolean; reason: string } {
  const { matched, reason } = ask(scope);
  return { matched, reason: reason() || 'no conditions' };
}

type Place = (string | number)[];

/** Where a condition is, how deep, and whether it must hold for the whole to be true. */
interface Spot {
  at: Place;
  depth: number;
  required: boolean;
}

class Compiler {
  readonly mistakes: Mistake[] = [];
  readonly equalities: Equality[] = [];
  count = 0;
  private readonly known = new Map<string, string[]>();

  constructor(private readonly facts: FactPaths) {}

  get paths(): string[][] {
    return [...this.known.values()];
  }

  group(input: unknown, { at, depth, required }: Spot): Evaluate {
    if (depth > LIMITS.maxConditionDepth)
      return this.wrong(at, `Groups can be nested ${LIMITS.maxConditionDepth} deep; this one is deeper`);
    const group = this.shaped(groupShape, input, at);
    const members = Array.isArray(membersOf(input)) ? membersOf(input) : [];
    const each = { depth: depth + 1, required: required && group?.logic !== 'OR' };
    const asks = members.map((member, index) => this.member(member, { ...each, at: [...at, 'conditions', index] }));
    return group?.logic === 'OR' ? any(asks) : all(asks);
  }

  private member(input: unknown, spot: Spot): Evaluate {
    if (typeof input !== 'object' || input === null)
      return this.wrong(spot.at, 'Expected a condition {field, operator, value} or a group {logic, conditions}');
    return isGroup(input) ? this.group(input, spot) : this.leaf(input, spot);
  }

  private leaf(input: object, { at, required }: Spot): Evaluate {
    this.count += 1;
    if (this.count > LIMITS.maxConditions) return always;
    const condition = this.shaped(conditionShape, input, at);
    if (!condition) return always;
    const path = this.fact(condition.field, at);
    const operator = this.operator(condition.operator, at);
    if (!operator) return always;
    this.operand(operator, condition.value, at);
    const operand = this.facts.holdsId(path) ? lowerCased(condition.value) : condition.value;
    const evaluate = comparison({ path, type: this.facts.typeOf(path) }, operator, operand);
    const key = required ? operator.key?.(operand) : undefined;
    if (key !== undefined) this.equalities.push({ path, key, evaluate });
    return evaluate;
  }

  private fact(field: string, at: Place): string[] {
    const path = field.split('.');
    if (this.facts.has(path)) this.known.set(field, path);
    else this.wrong([...at, 'field'], this.facts.unknown(path));
    return path;
  }

  private operator(type: string, at: Place): OperatorDefinition | undefined {
    const operator = OPERATORS.get(type);
    if (!operator)
      this.wrong(
        [...at, 'operator'],
        `Unknown operator "${type.slice(0, 60)}". Known: ${[...OPERATORS.keys()].join(', ')}`,
      );
    return operator;
  }

  private operand({ operand, type }: OperatorDefinition, value: unknown, at: Place): void {
    const parsed = operand.safeParse(value);
    if (!parsed.success) this.mistakes.push(...mistakesOf(parsed.error, [...at, 'value'], `${type}: `));
  }

  private shaped<Shape extends z.ZodType>(shape: Shape, input: unknown, at: Place): z.infer<Shape> | undefined {
    const parsed = shape.safeParse(input);
    if (!parsed.success) this.mistakes.push(...mistakesOf(parsed.error, at));
    return parsed.data;
  }

  private wrong(path: Place, message: string): Evaluate {
    this.mistakes.push({ path, message });
    return always;
  }
}

// Facts contain ids only in lower case.
function lowerCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCased);
  return typeof value === 'string' ? value.toLowerCase() : value;
}

const membersOf = (input: unknown) => ((input as { conditions?: unknown } | undefined)?.conditions ?? []) as unknown[];

const mistakesOf = ({ issues }: z.ZodError, at: Place, before = ''): Mistake[] =>
  issues.map(({ path, message }) => ({ path: [...at, ...(path as Place)], message: `${before}${message}` }));
