import {
  defaultFieldResolver,
  getNamedType,
  isIntrospectionType,
  getNullableType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { AnswerBudget } from './query-budget.js';
import { declaredLength } from './query-lists.js';
import { turns } from './query-turns.js';
import { typenamesOf } from './query-typenames.js';

type Context = { requester?: { budget: AnswerBudget } };
type Resolver = GraphQLFieldResolver<unknown, Context>;
/** Counts a value and returns it. */
type Measure = (budget: AnswerBudget, info: GraphQLResolveInfo, value: unknown) => unknown;

/** Makes every field of the schema count what it resolves to, in queries, mutations and subscriptions. */
export function meterAnswers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    assertListsDeclared(type);
    const begin =
      type === schema.getSubscriptionType() ? 'restart' : type === schema.getMutationType() ? 'noteChange' : undefined;
    for (const field of Object.values(type.getFields())) {
      const resolve = metered(field as GraphQLField<unknown, Context>);
      field.resolve = begin ? beginning(begin, resolve) : resolve;
    }
  }
  return schema;
}

// A list of undeclared length would make the cost of every document infinite.
function assertListsDeclared(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    if (!isListType(getNullableType(field.type)) || declaredLength(field)) continue;
    throw new Error(`${type.name}.${field.name} is a list without a declared maximum length: add @ListOf(max) to it`);
  }
}

function metered(field: GraphQLField<unknown, Context>): Resolver {
  const resolve = field.resolve ?? (defaultFieldResolver as Resolver);
  const isLeaf = isLeafType(getNamedType(field.type));
  const measure = isLeaf ? measureLeaf : measureObjects;
  return (...asked) => {
    const [, , { requester }, info] = asked;
    const budget = requester?.budget;
    if (!budget) return resolve(...asked);
    budget.assertLeft();
    const counted = (value: unknown) => measure(budget, info, value);
    const failed = (error: unknown): never => {
      budget.countFailure(error);
      throw error;
    };
    try {
      const value: unknown = resolve(...asked);
      if (value instanceof Promise) return value.then(counted, failed).then(isLeaf ? undefined : inTurn);
      return isLeaf || !turns.isOver() ? counted(value) : inTurn(counted(value));
    } catch (error) {
      return failed(error);
    }
  };
}

const beginning =
  (begin: 'restart' | 'noteChange', resolve: Resolver): Resolver =>
  (...asked) => {
    asked[2].requester?.budget[begin]();
    return resolve(...asked);
  };

// graphql-js resolves the fields of all objects in a value synchronously, as soon as it gets the value.
const inTurn = (value: unknown) => (value == null ? value : turns.mine().then(() => value));

const measureObjects: Measure = (budget, info, value) => {
  budget.count('bytes', keyBytes(info));
  if (value == null) return value;
  const objects = Array.isArray(value) ? value.length : 1;
  const typenames = typenamesOf(info);
  budget.count('objects', objects);
  budget.count('values', objects * typenames.count);
  budget.count('bytes', objects * (PUNCTUATION + typenames.bytes));
  return value;
};

const measureLeaf: Measure = (budget, info, value) => {
  budget.count('values', 1);
  budget.count('bytes', keyBytes(info) + sizeOf(value));
  return value;
};

const keyBytes = ({ path }: GraphQLResolveInfo) => String(path.key).length + PUNCTUATION;

// Quotes, a colon and a comma; for an object its braces and a comma.
const PUNCTUATION = 4;

/** The size of a value as JSON in bytes, including escapes: a text of control characters grows sixfold. */
function sizeOf(value: unknown): number {
  if (value == null || typeof value === 'boolean' || typeof value === 'number') return String(value).length;
  return Buffer.byteLength(JSON.stringify(value) ?? 'null');
}
