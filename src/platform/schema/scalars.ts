import { CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { instantOf } from '../../kernel/compare.js';
import { tooDeepAt, type Json } from '../../kernel/json.js';
import { LIMITS } from '../../kernel/limits.js';

const refuse = (message: string): never => {
  throw new GraphQLError(message);
};

const { maxMoneyDigits: MOST_DIGITS } = LIMITS;

function isNumberText(value: unknown): value is string {
  const whole = typeof value === 'string' ? /^-?(\d+)(?:\.\d{1,6})?$/.exec(value)?.[1] : undefined;
  return whole !== undefined && whole.length <= MOST_DIGITS;
}

/** Any JSON value. */
export const JsonScalar = new GraphQLScalarType<Json, Json>({
  name: 'JSON',
  description: 'Any JSON value. INVALID_INPUT for a number that JSON cannot represent exactly: send it as text.',
  serialize: (value) => value as Json,
  parseValue: parseJson,
  parseLiteral: (node, variables) => parseJson(valueFromASTUntyped(node, variables)),
});

function parseJson(value: unknown): Json {
  return tooDeepAt(value, LIMITS.maxJsonDepth)
    ? refuse(`Nested deeper than ${LIMITS.maxJsonDepth} levels`)
    : (value as Json);
}

/** An exact number; text on the wire, so that no client rounds it. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: `An exact decimal number as text, such as "1500.00", with at most ${MOST_DIGITS} digits before the point and 6 after it; a number is accepted if JSON represents it exactly.`,
  serialize: (value) => String(value),
  parseValue: parseDecimal,
  parseLiteral: (node) =>
    node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
      ? parseDecimal(node.value)
      : parseDecimal(null),
});

function parseDecimal(value: unknown): string {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return isNumberText(text)
    ? text
    : refuse(
        `Expected a decimal number such as "1500.00", with at most ${MOST_DIGITS} digits before the point and 6 after it`,
      );
}

const NO_INSTANT = 'Expected an instant such as "2026-01-31T09:00:00Z", a valid date in a year from 0001 to 9999';

/** An instant, ISO 8601 in UTC. */
@Scalar('DateTime', () => Date)
export class DateTimeScalar implements CustomScalar<string, Date> {
  description = 'An instant as ISO 8601 in UTC, such as "2026-01-31T09:00:00.000Z", in a year from 0001 to 9999.';

  serialize(value: unknown): string {
    return (value instanceof Date ? value : new Date(value as string)).toISOString();
  }

  parseValue(value: unknown): Date {
    const instant = new Date(instantOf(value) ?? Number.NaN);
    // A time zone may lead to a year with more digits, which then has a sign; an invalid date is null in JSON.
    // Postgres has no year 0.
    return /^(?!0000)\d/.test(String(instant.toJSON())) ? instant : refuse(NO_INSTANT);
  }

  parseLiteral(node: ValueNode): Date {
    return this.parseValue(node.kind === Kind.STRING ? node.value : undefined);
  }
}
