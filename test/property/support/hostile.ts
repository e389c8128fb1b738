import fc from 'fast-check';

const long = (length: number) =>
  fc.constantFrom('x', '\u{1F600}', '\u0301', ' ', '.', '{').map((piece) => piece.repeat(length));

/** Names of properties that every object has. */
const inherited = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf');

/** Text that breaks careless code: NUL, lone surrogates, markup, patterns, and very long text. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'a\udfff',
    '\u{1F600}',
    '\u202e',
    '\ufffe',
    "'; DROP TABLE task; --",
    '%_\\',
    '\\',
    '"',
    '\n',
    'null',
  ),
  fc.constantFrom(
    '{{',
    '{{ contact.name }}',
    '{{ order.value | plus: 1e999 }}',
    '{% for x in (1..99999) %}x{% endfor %}',
    '{{ contact["__proto__"] }}',
    '{{ "now" | date: "%s" }}',
  ),
  fc.constantFrom('NaN', 'Infinity', '-0', '1e400', '0x10', '9'.repeat(400), '1'.repeat(17), '-1', '00', '1,5', '٣'),
  fc.constantFrom(
    '0000-01-01T00:00:00Z',
    '0001-01-01',
    '9999-12-31T23:59:59.999Z',
    '2024-02-29',
    '-000001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
  ),
  inherited,
  long(200),
  long(201),
  long(5_000),
  long(70_000),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Text with a meaning in this product. */
const knownText = fc.constantFrom(
  'Ana',
  'Won',
  'Renamed',
  'Customer',
  '+55 11 99999-0000',
  'ana@example.org',
  'pt_BR',
  '#00ff00',
  '30s',
  '2d',
  '31d',
  'order.value',
  'contact.customFields.size',
  'customFields.size',
  'order.created',
  'contact.created',
  'order.stage_changed',
  'field.changed',
  'whatsapp.keyword_match',
  'assign_tag',
  'change_stage',
  'update_field',
  'create_task',
  'create_order',
  'webhook',
  'send_whatsapp_text',
  'equals',
  'in',
  'gt',
  'contains',
  'exists',
  'AND',
  'OR',
  'contact',
  'order',
  'key_1',
  'https://example.org/',
);

export const anyText = fc.oneof({ weight: 2, arbitrary: knownText }, { weight: 3, arbitrary: hostileText });

export const anyInstant = fc.oneof(
  fc.constantFrom(
    '2030-01-01T00:00:00Z',
    '2020-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0000-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '0099-06-15T12:00:00Z',
    '1582-10-10T00:00:00Z',
    '1900-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999-14:00',
    '2024-02-30',
    '294276-12-31T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    'tomorrow',
    '2030-01-01T00:00:00.123456789Z',
  ),
  fc
    .date({ noInvalidDate: true, min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') })
    .map((date) => date.toISOString()),
);

export const anyInteger = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 100, 101, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5, 1e21),
  fc.integer(),
);

export const anyNumber = fc.oneof(
  anyInteger,
  fc.constantFrom(-0, 0.1, 1e-7, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 2 ** 64),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const anyDecimal = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '0.005',
    '-0.005',
    '1500.00',
    '99999999999999999.99',
    '99999999999999999.999999',
    '-99999999999999999.99',
    '1'.repeat(17),
    '1'.repeat(18),
    '1e5',
    '.5',
    '5.',
    '٣',
    ' 1 ',
    '0.0000001',
    '',
  ),
  anyNumber,
);

const BRACKETS = {
  lists: ['[', '1', ']'],
  objects: ['{"a":', '1', '}'],
  groups: ['{"logic":"AND","conditions":[', '', ']}'],
} as const;

/** A placeholder for JSON of that many levels, written by `withDepths`: such deep JSON cannot be handled here. */
export const nested = (of: keyof typeof BRACKETS, depth: number) => `nested ${of} ${depth}`;

/** The text of JSON with the placeholders for deep JSON written out. */
export const withDepths = (json: string) =>
  json.replace(/"nested (lists|objects|groups) (\d+)"/g, (_, of: keyof typeof BRACKETS, depth: string) => {
    const [open, within, close] = BRACKETS[of];
    return open.repeat(Number(depth)) + within + close.repeat(Number(depth));
  });

const deep = fc
  .tuple(
    fc.constantFrom('lists' as const, 'objects' as const, 'groups' as const),
    fc.constantFrom(5, 6, 19, 20, 21, 31, 32, 33, 64, 3_000, 20_000),
  )
  .map(([of, depth]) => nested(of, depth));

const key = fc.oneof(
  anyText,
  inherited,
  fc.constantFrom(
    'size',
    'a',
    'name',
    'stageId',
    'pipelineId',
    'tagId',
    'value',
    'field',
    'to',
    'url',
    'headers',
    'keywords',
    'title',
    'text',
  ),
);

/** Any JSON: small, wide or deep. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), anyNumber, anyText),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(anyNumber, { minLength: 1_000, maxLength: 1_200 }),
    deep,
  ),
})).value;
