import { FILTERS } from '../../src/platform/templates/liquid-filters.js';
import { compileTemplate } from '../../src/platform/templates/compile-template.js';
import { processorTime } from '../support/processor-time.js';
import { piecesFor, regularExpressions } from '../support/regular-expressions.js';
import { anAutomation, makeSale, send, type Sale } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

const SMALL = 64 * 1024;
const LARGE = 1024 * 1024;
// Linear time takes milliseconds; quadratic time takes seconds for the small text and many minutes for the large one.
const MOST_MS = 250;
const MOST_MS_FOR_LARGE = 500;

const filled = (piece: string, length: number, end: string) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length - end.length) + end;
const ENDS = ['', '\0', '!'];

describe('a regular expression', () => {
  const { literals, made } = regularExpressions();

  it('is written where it is used, so that this test finds it', () => expect(made).toEqual([]));

  it.each(literals)('takes linear time for any text, at $at', async ({ expression }) => {
    const read = expression.global
      ? (text: string) => text.replace(expression, '')
      : (text: string) => expression.test(text);
    const shapes = piecesFor(expression).flatMap((piece) => ENDS.map((end) => ({ piece, end })));
    const timed = [];
    for (const { piece, end } of shapes) {
      const text = filled(piece, SMALL, end);
      const ms = await processorTime(() => read(text), 1);
      timed.push({ piece, end, ms: ms < MOST_MS ? ms : await processorTime(() => read(text)) });
    }
    const [slowest] = timed.sort((a, b) => b.ms - a.ms);
    expect(slowest!.ms < MOST_MS ? 'linear' : slowest).toBe('linear');
    for (const { piece, end } of timed.slice(0, 3)) {
      const text = filled(piece, LARGE, end);
      expect(await processorTime(() => read(text))).toBeLessThan(MOST_MS_FOR_LARGE);
    }
  });
});

describe('a filter of templates', () => {
  const pieces = [
    'a',
    ' ',
    '.',
    '0',
    '\n',
    '\r\n',
    ' x',
    '<',
    '<script',
    '<!--',
    '&amp',
    '%',
    '+',
    '"',
    '-',
    'é',
    '漢',
    '\\u',
  ];

  it.each([...FILTERS.keys()])('takes linear time, or is refused for its cost: %s', async (name) => {
    for (const args of ['', ': " "']) {
      const template = compileTemplate(`{% assign x = text | ${name}${args} %}`);
      const timed = [];
      for (const piece of pieces) {
        const text = filled(piece, SMALL, '!');
        timed.push({ piece, ms: await processorTime(() => attempt(() => template.render({ text })), 1) });
      }
      for (const { piece } of timed.sort((a, b) => b.ms - a.ms).slice(0, 3)) {
        const text = filled(piece, LARGE, '!');
        const cost = await processorTime(() => attempt(() => template.render({ text })), 1);
        if (cost >= MOST_MS)
          expect(await processorTime(() => attempt(() => template.render({ text })))).toBeLessThan(MOST_MS);
      }
    }
  });
});

const attempt = (act: () => unknown) => {
  try {
    act();
  } catch {
    // Other tests check the result: here it only must be fast.
  }
};

describe('the API', () => {
  let server: TestServer;
  let client: Client;
  let sale: Sale;

  beforeAll(async () => {
    server = await startTestServer();
    client = await server.client();
    sale = await makeSale(client);
  });

  afterAll(() => server.close());

  const action = (part: object) => ({
    input: anAutomation({ actions: [{ type: 'create_task', params: { title: 'A' }, ...part }] }),
  });
  const field = (name: string, value: unknown) => action({ type: 'update_field', params: { field: name, value } });

  const SEARCH =
    'query ($search: String, $after: String) { contacts(search: $search, after: $after) { edges { node { id } } } }';

  // For an automation over 256 KiB only the size is checked.
  const PLACES: [string, number, string, (text: string) => object][] = [
    ['an e-mail address', 1_000_000, 'CreateContact', (email) => ({ input: { name: 'Ana', email } })],
    ['a phone number', 1_000_000, 'CreateContact', (phone) => ({ input: { name: 'Ana', phone } })],
    ['a name', 1_000_000, 'CreateContact', (name) => ({ input: { name } })],
    [
      'the name of a custom field',
      1_000_000,
      'CreateContact',
      (name) => ({ input: { name: 'Ana', customFields: { [name]: 1 } } }),
    ],
    ['an id', 1_000_000, 'ContactById', (id) => ({ id })],
    ['a search', 1_000_000, SEARCH, (search) => ({ search })],
    ['a cursor', 1_000_000, SEARCH, (after) => ({ after })],
    ['a decimal', 1_000_000, 'UpdateOrder', (value) => ({ id: sale.order.id, input: { value } })],
    ['an instant', 1_000_000, 'CreateTask', (dueAt) => ({ input: { title: 'A', dueAt } })],
    ['a color', 1_000_000, 'CreateTag', (color) => ({ input: { name: 'A', color } })],
    ['the sender of a message', 1_000_000, 'ReceiveMessage', (phone) => ({ input: { phone, text: 'Hi' } })],
    ['an e-mail address of an action', 250_000, 'CreateAutomation', (email) => field('contact.email', email)],
    ['a phone number of an action', 250_000, 'CreateAutomation', (phone) => field('contact.phone', phone)],
    ['an amount of an action', 250_000, 'CreateAutomation', (value) => field('order.value', value)],
    ['the field of an action', 250_000, 'CreateAutomation', (name) => field(name, 'A')],
    [
      'the field of a trigger',
      250_000,
      'CreateAutomation',
      (name) => ({ input: anAutomation({ trigger: { type: 'field.changed', config: { field: name } } }) }),
    ],
    ['an address', 250_000, 'CreateAutomation', (url) => action({ type: 'webhook', params: { url } })],
    [
      'the rest of an address',
      250_000,
      'CreateAutomation',
      (rest) => action({ type: 'webhook', params: { url: `https://${rest}` } }),
    ],
    [
      'a header',
      250_000,
      'CreateAutomation',
      (value) =>
        action({ type: 'webhook', params: { url: 'https://example.org', headers: { [value]: value.slice(0, 1) } } }),
    ],
    ['a delay', 250_000, 'CreateAutomation', (delay) => action({ delay })],
    ['a key', 250_000, 'CreateAutomation', (key) => action({ key })],
    [
      'a keyword',
      250_000,
      'CreateAutomation',
      (word) => ({
        input: anAutomation({ trigger: { type: 'whatsapp.keyword_match', config: { keywords: [word] } } }),
      }),
    ],
    ['a template', 60_000, 'CreateAutomation', (text) => action({ params: { title: `{{ ${text} }}` } })],
    ['a tag of a template', 60_000, 'CreateAutomation', (text) => action({ params: { title: `{% if ${text} %}` } })],
    [
      'a path of a condition',
      250_000,
      'CreateAutomation',
      (name) => ({
        input: anAutomation({
          conditions: { logic: 'AND', conditions: [{ field: name, operator: 'equals', value: 1 }] },
        }),
      }),
    ],
    [
      'a value of a condition',
      250_000,
      'CreateAutomation',
      (value) => ({
        input: anAutomation({
          conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value }] },
        }),
      }),
    ],
  ];

  it.each(PLACES)(
    'answers briefly and in linear time to a hostile text as %s',
    async (_, length, ...[operation, variables]) => {
      const ask = (text: string) =>
        operation === SEARCH ? client.raw(SEARCH, variables(text)) : client.answer(operation, variables(text));
      for (const piece of ['.', 'a', 'a.', '0', ' ', '@', 'a@', '-', '(', '1,']) {
        const text = filled(piece, length, '!');
        let answer: Awaited<ReturnType<typeof ask>> | undefined;
        // A request of one megabyte costs about 20 ms by itself; quadratic time would take minutes.
        expect(await processorTime(async () => (answer = await ask(text)), 1)).toBeLessThan(2_000);
        expect((answer!.errors ?? []).map(({ extensions }) => extensions.code)).not.toContain('INTERNAL');
        expect(JSON.stringify(answer!.errors ?? []).length).toBeLessThan(16_000);
      }
    },
  );

  it('still accepts ordinary text', async () => {
    for (const email of ['ana@example.org', 'ana.maria+crm@mail.example.com.br', 'josé@müller.de', "o'neil@x-y.io"]) {
      expect(await send(client, 'CreateContact', { input: { name: 'Ana', email } })).toMatchObject({ email });
    }
  });
});
