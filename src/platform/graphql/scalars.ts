import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { instantOf } from '../../kernel/compare.js';
import type { Json } from '../../kernel/json.js';

const refuse = (message: string): never => {
  throw new GraphQLError(message);
};

const isNumberText = (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,17}(\.\d{1,6})?$/.test(value);

/** Any JSON value. */
export const JsonScalar = new GraphQLScalarType<Json, Json>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value as Json,
  parseValue: (value) => value as Json,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables) as Json,
});

/** A number kept exactly; text on the wire, so that no client rounds it. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as text, such as "1500.00"; a plain number is accepted too.',
  serialize: (value) => String(value),
  parseValue: parseDecimal,
  parseLiteral: (node) => (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? parseDecimal(node.value) : parseDecimal(null)),
});

function parseDecimal(value: unknown): string {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return isNumberText(text) ? text : refuse('Expected a decimal number such as "1500.00", with at most 17 digits before the point and 6 after');
}

/** An instant, ISO 8601 in UTC. */
@Scalar('DateTime', () => Date)
export class DateTimeScalar implements CustomScalar<string, Date> {
  description = 'An instant as ISO 8601 in UTC, such as "2026-01-31T09:00:00.000Z".';

  serialize(value: unknown): string {
    return (value instanceof Date ? value : new Date(value as string)).toISOString();
  }

  parseValue(value: unknown): Date {
    const instant = new Date(instantOf(value) ?? Number.NaN);
    // A zone may lead to a year of more digits, which begins with a sign; no instant at all is null in JSON.
    return /^\d/.test(String(instant.toJSON())) ? instant : refuse('Expected an instant such as "2026-01-31T09:00:00Z", of a day that exists, in a year of four digits');
  }

  parseLiteral(node: ValueNode): Date {
    return this.parseValue(node.kind === Kind.STRING ? node.value : undefined);
  }
}
