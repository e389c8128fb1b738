import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { operationsOf } from '../../support/operations.js';
import { anyDecimal, anyInstant, anyInteger, anyJson, anyNumber, anyText, hostileText } from './hostile.js';

type Operation = GraphQLField<unknown, unknown>;
type Value = fc.Arbitrary<unknown>;

/** Ids for an argument or field, by its name and the kind of object. */
export type IdsFor = (of: string, name: string) => Value;

/** Almost valid values: by the input's type, by input and field, or by the field's name. */
export type Usual = Readonly<Record<string, Value>>;

/** A call of any operation with values that mostly fit their types. */
export interface FuzzedCall {
  operation: string;
  document: string;
  variables: Record<string, unknown>;
}

const OMITTED = Symbol('left out');

/** The place of a value: its name, and the input or operation that takes it. */
interface Spot {
  of: string;
  name: string;
  type: GraphQLInputType;
  depth: number;
}

/** Generates values of input types from the schema. */
class Inputs {
  constructor(
    private readonly ids: IdsFor,
    private readonly usual: Usual,
    private readonly tame: boolean,
  ) {}

  /** A value of an argument or input field; sometimes one of a different type. */
  valueOf(spot: Spot): Value {
    const other = fc.oneof(anyText, anyNumber, fc.constant(null), fc.constant([]), fc.constant({}));
    return fc.oneof({ weight: this.tame ? 200 : 30, arbitrary: this.fitting(spot) }, { weight: 1, arbitrary: other });
  }

  private fitting(spot: Spot): Value {
    const { type, depth } = spot;
    if (isNonNullType(type)) return this.fitting({ ...spot, type: type.ofType });
    if (isListType(type))
      return fc.array(this.valueOf({ ...spot, type: type.ofType, depth: depth + 1 }), {
        minLength: this.tame ? 1 : 0,
        maxLength: 3,
      });
    if (isEnumType(type))
      return fc.constantFrom(...type.getValues().map((value) => value.name), ...(this.tame ? [] : ['NONSENSE']));
    if (isInputObjectType(type)) return depth > 6 ? fc.constant({}) : this.object(type, depth);
    return this.scalar(spot, type.name);
  }

  private object(input: GraphQLInputObjectType, depth: number): Value {
    const fields = Object.values(input.getFields()).map((field) => {
      const value = this.valueOf({ of: input.name, name: field.name, type: field.type, depth: depth + 1 });
      const maybe = isRequiredInputField(field)
        ? value
        : fc.oneof({ weight: this.tame ? 2 : 1, arbitrary: fc.constant(OMITTED) }, { weight: 1, arbitrary: value });
      return [field.name, maybe] as const;
    });
    const built = fc.record(Object.fromEntries(fields)).map(withoutOmitted);
    const whole = this.tame ? this.usual[input.name] : undefined;
    return whole ? fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: built }) : built;
  }

  private scalar({ of, name }: Spot, type: string): Value {
    const hostile =
      {
        ID: this.ids(of, name),
        String: anyText,
        Int: anyInteger,
        Float: anyNumber,
        Boolean: fc.boolean(),
        Decimal: anyDecimal,
        DateTime: anyInstant,
        JSON: anyJson,
      }[type] ?? hostileText;
    const usual =
      type === 'ID'
        ? hostile
        : (this.usual[`${of}.${name}`] ??
          this.usual[name] ??
          USUAL[`${of}.${name}`] ??
          USUAL[name] ??
          USUAL[type] ??
          hostile);
    return fc.oneof({ weight: this.tame ? 8 : 1, arbitrary: usual }, { weight: 1, arbitrary: hostile });
  }
}

const one = <T>(...values: T[]) => fc.constantFrom(...values);

/** Realistic values: by input and name, by name, by type. */
const USUAL: Record<string, Value> = {
  String: one('Ana', 'Won', 'Beans, 1 kg'),
  Int: one(1, 2, 10),
  Float: one(1, 2.5),
  Decimal: one('0', '1500.00', '19.9'),
  DateTime: one('2030-01-01T00:00:00Z', '2020-02-29T12:00:00-03:00'),
  JSON: fc.constant({}),
  first: one(1, 20, 100),
  last: one(1, 20),
  after: fc.constant(null),
  before: fc.constant(null),
  expectedVersion: one(null, 1, 2),
  phone: fc.integer({ min: 1e9, max: 9e9 }).map((n) => `+55${n}`),
  email: one('ana@example.org', null),
  color: one('#00ff00', null),
  key: one('first', 'second', 'third', null),
  delay: one('30s', '5m', null),
  stages: one('New', 'Won', 'Lost'),
  'AutomationTriggerInput.type': one(
    'order.created',
    'contact.created',
    'order.stage_changed',
    'field.changed',
    'tag.assigned',
    'task.completed',
    'task.created',
    'whatsapp.keyword_match',
    'manual',
    'webhook',
    'schedule',
    'date.reached',
  ),
  'AutomationActionInput.type': one(
    'assign_tag',
    'remove_tag',
    'change_stage',
    'update_field',
    'create_task',
    'create_order',
    'duplicate_order',
    'webhook',
    'send_whatsapp_text',
    'send_whatsapp_template',
  ),
};

const withoutOmitted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== OMITTED));

/** Calls of every operation of the schema: realistic ones, with or without a mistake, and hostile ones. */
export function fuzzedCalls(
  schema: GraphQLSchema,
  { ids, usual }: { ids: IdsFor; usual: Usual },
): fc.Arbitrary<FuzzedCall> {
  const { query, mutation } = operationsOf(schema);
  const kinds = [
    ...query.map((each) => ['query', each] as const),
    ...mutation.map((each) => ['mutation', each] as const),
  ];
  const calls = [true, false].flatMap((tame) =>
    kinds.map(([kind, operation]) => ({
      weight: (kind === 'mutation' && !/^(delete|revoke)/.test(operation.name) ? 4 : 1) * (tame ? 2 : 1),
      arbitrary: callsOf(kind, operation, new Inputs(ids, usual, tame)),
    })),
  );
  return fc.oneof(...calls);
}

function callsOf(kind: string, operation: Operation, inputs: Inputs): fc.Arbitrary<FuzzedCall> {
  const declared = new Map<string, GraphQLArgument>();
  const head = `${operation.name}${passed(operation, operation.name, declared)}`;
  const selection = `${head} ${selectionOf(operation.type, { at: operation.name, declared })}`;
  const returned = getNamedType(operation.type).name;
  const variables = [...declared].map(([name, arg]) => {
    const value = inputs.valueOf({ of: returned, name: arg.name, type: arg.type, depth: 0 });
    return [name, isRequiredArgument(arg) ? value : fc.oneof(fc.constant(OMITTED), value)] as const;
  });
  const heads = [...declared].map(([name, arg]) => `$${name}: ${String(arg.type)}`);
  const document = `${kind} ${heads.length > 0 ? `(${heads.join(', ')})` : ''} { ${selection} }`;
  const made = fc
    .record(Object.fromEntries(variables))
    .map((given) => ({ operation: operation.name, document, variables: withoutOmitted(given) }));
  return fc.oneof(
    { weight: 5, arbitrary: made },
    { weight: 1, arbitrary: made.map((call) => writtenOut(call, declared)) },
  );
}

/** The same call with its values in the document, or unchanged if they cannot be written there. */
function writtenOut(call: FuzzedCall, declared: Map<string, GraphQLArgument>): FuzzedCall {
  let { document } = call;
  document = document.replace(/ \(\$.*?\) \{/, ' {');
  for (const [name, { type }] of declared) {
    const value = literalOf(call.variables[name] ?? null, type);
    if (value === undefined) return call;
    document = document.replace(new RegExp(`\\$${name}\\b`), () => value);
  }
  return { ...call, document, variables: {} };
}

function literalOf(value: unknown, type: GraphQLInputType): string | undefined {
  const named = getNamedType(type);
  if (Array.isArray(value))
    return joined(
      value.map((each) => literalOf(each, type)),
      '[',
      ']',
    );
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(named) ? named.getFields() : {};
    const written = Object.entries(value).map(([name, each]) => {
      const inner = literalOf(each, fields[name]?.type ?? type);
      return /^[_A-Za-z]\w*$/.test(name) && inner !== undefined ? `${name}: ${inner}` : undefined;
    });
    return joined(written, '{', '}');
  }
  return isEnumType(named) && /^[A-Z_]+$/.test(String(value)) ? String(value) : JSON.stringify(value);
}

const joined = (parts: (string | undefined)[], open: string, close: string) =>
  parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;

/** The arguments of a field, each using a declared variable. */
function passed({ args }: Operation, at: string, declared: Map<string, GraphQLArgument>): string {
  if (args.length === 0) return '';
  for (const arg of args) declared.set(`${at}_${arg.name}`, arg);
  return `(${args.map(({ name }) => `${name}: $${at}_${name}`).join(', ')})`;
}

/** The location of a selection, and the names of the arguments within it. */
interface Selection {
  at: string;
  declared: Map<string, GraphQLArgument>;
  depth?: number;
}

/** Every scalar field, and one level of related objects, with arguments if they take any. */
function selectionOf(type: GraphQLOutputType, { at, declared, depth = 3 }: Selection): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()) as Operation[];
  const plain = fields
    .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
    .map(({ name }) => name);
  const deeper = depth > 1 ? fields.filter((field) => isObjectType(getNamedType(field.type))) : [];
  const inner = deeper.map((field) => {
    const place = `${at}_${field.name}`;
    return `${field.name}${passed(field, place, declared)} ${selectionOf(field.type, { at: place, declared, depth: depth - 1 })}`;
  });
  return `{ ${[...plain, ...inner].join(' ')} }`;
}
