import { z } from 'zod';
import { assertNames, byType, findOnShelf, ShelfError, type Found } from '../platform/discovery.js';
import type { OperatorDefinition } from './operator.js';

/** The operators of a library folder by type. Throws a ShelfError that names the file and the fix. */
export function shelveOperators(found: Found[]): Map<string, OperatorDefinition> {
  return byType(found.map((each) => ({ file: each.file, thing: operatorOf(each) })));
}

/** Every operator of the library. */
export const OPERATORS = shelveOperators(await findOnShelf(new URL('./library/', import.meta.url), 'operator'));

function operatorOf(found: Found): OperatorDefinition {
  const { file, exported } = found;
  if (!isOperator(exported))
    throw new ShelfError(`${file} exports no operator: export defineOperator({ type, title, operand, words, test })`);
  assertNames(found, exported.type, 'operator');
  try {
    z.toJSONSchema(exported.operand, { io: 'input' });
  } catch (error) {
    throw new ShelfError(
      `${file}: its operand can't become JSON Schema: describe it by JSON types (${(error as Error).message})`,
    );
  }
  return exported;
}

function isOperator(exported: unknown): exported is OperatorDefinition {
  const { type, title, operand, words, test } = (exported ?? {}) as Partial<OperatorDefinition>;
  const isNamed = typeof type === 'string' && typeof title === 'string';
  return (
    isNamed && operand instanceof z.ZodType && Array.isArray(words) && words.length === 2 && typeof test === 'function'
  );
}
