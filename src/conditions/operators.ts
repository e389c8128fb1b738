import { z } from 'zod';
import { byType, findOnShelf, ShelfError, type Found } from '../platform/discovery.js';
import type { OperatorDefinition } from './operator.js';

/** The operators of a shelf by type. Throws a ShelfError that names the file and the mend. */
export function shelveOperators(found: Found[]): Map<string, OperatorDefinition> {
  return byType(found.map(({ file, exported }) => ({ file, thing: operatorOf(file, exported) })));
}

/** Every operator of the library. */
export const OPERATORS = shelveOperators(await findOnShelf(new URL('./library/', import.meta.url), 'operator'));

function operatorOf(file: string, exported: unknown): OperatorDefinition {
  const { type, test, words, operand } = (exported ?? {}) as Partial<OperatorDefinition>;
  if (typeof type !== 'string' || typeof test !== 'function' || words?.length !== 2 || !(operand instanceof z.ZodType)) {
    throw new ShelfError(`${file} exports no operator: export defineOperator({ type, title, operand, words, test })`);
  }
  try {
    z.toJSONSchema(operand, { io: 'input' });
  } catch (error) {
    throw new ShelfError(`${file}: its operand can't become JSON Schema: describe it by JSON types (${(error as Error).message})`);
  }
  return exported as OperatorDefinition;
}
