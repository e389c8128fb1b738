import type { FastifyRequest } from 'fastify';
import {
  getNamedType,
  GraphQLError,
  Kind,
  type ASTNode,
  type ASTVisitor,
  type ValidationContext,
  type ValueNode,
} from 'graphql';
import { invalidInput, type Mistake } from '../../kernel/errors.js';
import { inexactNumbers, isExact } from '../../kernel/json-numbers.js';
import { JsonScalar } from './scalars.js';

const INEXACT = 'This number has more digits than JSON can represent, or is out of range: send it as text';

/** Rejects variables with numbers that parsing the JSON has changed. INVALID_INPUT, each with its path. */
export function assertExactNumbers({ rawBody }: FastifyRequest & { rawBody?: Buffer }): void {
  if (!rawBody) return;
  const wrong = inexactNumbers(rawBody.toString()).filter(([part]) => part === undefined || part === 'variables');
  if (wrong.length > 0) throw invalidInput(wrong.map(([, ...path]) => ({ path, message: INEXACT })));
}

/** The same for number literals in a document where any JSON is allowed; a Decimal keeps them exactly. */
export function exactLiterals(context: ValidationContext): ASTVisitor {
  const check = (...[node, , parent, keys, ancestors]: Parameters<Enter>) => {
    const type = getNamedType(context.getInputType());
    if (isExact(node.value) || (type && type !== JsonScalar && type.name !== JsonScalar.name)) return;
    const originalError = invalidInput([{ path: placeOf([...ancestors, parent!], keys), message: INEXACT }]);
    context.reportError(new GraphQLError(INEXACT, { nodes: node, originalError }));
  };
  return { IntValue: check, FloatValue: check };
}

type Numeral = Extract<ValueNode, { kind: typeof Kind.INT | typeof Kind.FLOAT }>;
type Ancestors = readonly (ASTNode | readonly ASTNode[])[];
type Keys = readonly (string | number)[];
type Enter = (
  node: Numeral,
  key: unknown,
  parent: ASTNode | readonly ASTNode[] | undefined,
  keys: Keys,
  ancestors: Ancestors,
) => void;

// There are as many keys as ancestors up to an index: for a list element they are "values" and its position.
const placeOf = (ancestors: Ancestors, keys: Keys): Mistake['path'] =>
  ancestors.flatMap((each, index) => ('kind' in each ? partOf(each, keys[index + 1]) : []));

function partOf(node: ASTNode, element: string | number | undefined): Mistake['path'] {
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return [node.name.value];
  if (node.kind === Kind.VARIABLE_DEFINITION) return [node.variable.name.value];
  return node.kind === Kind.LIST && element !== undefined ? [element] : [];
}
