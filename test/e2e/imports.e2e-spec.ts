import { newId } from '../../src/kernel/ids.js';
import { Pulse } from '../../src/platform/pulse/pulse.service.js';
import { BulkRunner } from '../../src/platform/bulk/bulk-runner.service.js';
import { anAutomation, makeSale, send } from '../support/sale.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';

interface Operation {
  id: string;
  status: string;
  describedAs: string;
  total: number;
  done: number;
  succeeded: number;
  skipped: number;
  failed: number;
  sample: { id: string; label: string }[];
  results: { edges: { node: { position: number; label: string; outcome: string; message: string | null } }[] };
}

const PARTS = `id status describedAs total done succeeded skipped failed sample { id label }
  results(first: 100) { edges { node { position label outcome message } } }`;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  // Batches run only when a test asks for them.
  await server.app.get(Pulse, { strict: false }).stop();
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(() => server.close());

const runner = () => server.app.get(BulkRunner, { strict: false });

/** Runs batches until none is left, like one process. */
async function runAll(): Promise<void> {
  while (await runner().advance());
}

async function ask(document: string, variables: object = {}): Promise<Operation> {
  const { data, errors } = await client.raw<Record<string, Operation>>(document, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0]!;
}

const start = (input: object, what = 'Contacts') =>
  ask(`mutation ($input: Import${what}Input!) { import${what}(input: $input) { ${PARTS} } }`, { input });

const operation = (id: string) => ask(`query ($id: ID!) { bulkOperation(id: $id) { ${PARTS} } }`, { id });

/** Imports, and resolves with the operation after its end. */
async function imported(input: object, what?: string): Promise<Operation> {
  const { id } = await start(input, what);
  await runAll();
  return operation(id);
}

const resultsOf = ({ results }: Operation) =>
  results.edges.map(({ node: { position, label, outcome, message } }) => [position, label, outcome, message]);

/** The workspace's contacts in order of creation, each with the number of its creation events. */
const contacts = (columns: string) =>
  server.database.query<Record<string, unknown>>(
    `SELECT ${columns}, (SELECT count(*)::int FROM event e WHERE e.entity_id = c.id AND e.type = 'contact.created') AS events
     FROM contact c WHERE c.workspace_id = $1 ORDER BY c.id`,
    [client.workspaceId],
  );

async function upload(rows: Iterable<string>, { key = client.key, name = 'people.csv' } = {}) {
  const response = await fetch(`${server.url}/imports?name=${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: [...rows].join('\n'),
  });
  return {
    status: response.status,
    body: (await response.json()) as { id: string; columns: string[]; rows: number; code: string; message: string },
  };
}

async function download(path: string, key = client.key) {
  const response = await fetch(`${server.url}/exports/${path}`, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, text: await response.text() };
}

const people = (count: number) => [
  'name,phone',
  ...Array.from({ length: count }, (_, index) => `Person ${index + 1},+55119${String(10_000_000 + index)}`),
];

/** Makes Postgres refuse contacts with this name, the given number of times: a rollback does not reset the sequence. */
async function refuse(name: string, times: number) {
  const trigger = `refuse_${newId().replaceAll('-', '')}`;
  await server.database.query(`CREATE SEQUENCE ${trigger}`);
  await server.database.query(`CREATE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
    $$ BEGIN IF nextval('${trigger}') <= ${times} THEN RAISE EXCEPTION 'refused by the test'; END IF; RETURN NEW; END $$`);
  await server.database.query(
    `CREATE TRIGGER ${trigger} BEFORE INSERT ON contact FOR EACH ROW
     WHEN (NEW.name = '${name}' AND NEW.workspace_id = '${client.workspaceId}') EXECUTE FUNCTION ${trigger}()`,
  );
}

it('imports contacts with custom fields and tags by name, and starts automations like any other change', async () => {
  await send(client, 'CreateAutomation', {
    input: anAutomation({
      trigger: { type: 'tag.assigned' },
      actions: [{ type: 'create_task', params: { title: 'Call {{ contact.name }}' } }],
    }),
  });
  const csv = [
    'Nome;Telefone;Correo;Talla;Etiquetas;Nada',
    'José;(55) 11 99999-0001;jose@example.com;42;"VIP; Nuevo ";x',
    '"Ana; María";+5511999990002;;"4 ""x""";vip',
    'Otra;+55 11 99999-0001;;;',
  ].join('\r\n');
  const mapping = { Nome: 'name', Telefone: 'phone', Correo: 'email', Talla: 'customFields.talla', Etiquetas: 'tags' };
  const ended = server.ended(client.workspaceId, 3);

  const begun = await start({ csv, mapping });
  await runAll();

  expect(begun).toMatchObject({
    status: 'QUEUED',
    total: 3,
    done: 0,
    sample: [{ id: '1', label: 'José' }, { label: 'Ana; María' }, {}],
  });
  expect(begun.describedAs).toBe(
    'Import contacts: 3 rows; name from "Nome", phone from "Telefone", email from "Correo", customFields.talla from "Talla", tags from "Etiquetas"; what is there already is skipped; automations start',
  );
  const done = await operation(begun.id);
  expect(done).toMatchObject({ status: 'DONE', done: 3, succeeded: 2, skipped: 1, failed: 0 });
  expect(resultsOf(done)).toEqual([
    [1, 'José', 'CREATED', null],
    [2, 'Ana; María', 'CREATED', null],
    [3, 'José', 'SKIPPED', 'It is there already'],
  ]);
  expect(await contacts('name, phone, email, custom_fields')).toEqual([
    { name: 'José', phone: '+5511999990001', email: 'jose@example.com', custom_fields: { talla: '42' }, events: 1 },
    { name: 'Ana; María', phone: '+5511999990002', email: null, custom_fields: { talla: '4 "x"' }, events: 1 },
  ]);
  expect(
    (await ended).map(({ execution }) => execution.status).filter((status) => status === 'SUCCEEDED'),
  ).toHaveLength(3);
});

it('stores defined custom fields by their definitions, and names the columns with invalid values', async () => {
  const size = { entityType: 'CONTACT', key: 'size', title: 'Size', type: 'NUMBER' };
  await client.raw(
    `mutation ($input: CreateCustomFieldDefinitionInput!) { createCustomFieldDefinition(input: $input) { id } }`,
    {
      input: size,
    },
  );

  const ended = await imported({
    csv: 'name,Shoe size\nAna, 38.5\nBia,large',
    mapping: { name: 'name', 'Shoe size': 'customFields.size' },
  });

  expect(resultsOf(ended)).toEqual([
    [1, 'Ana', 'CREATED', null],
    [2, 'Row 2', 'FAILED', expect.stringMatching(/^Shoe size: Expected a number/)],
  ]);
  expect(await contacts('custom_fields AS fields')).toEqual([{ fields: { size: 38.5 }, events: 1 }]);
});

it('reports the mistakes of each row in a dry run, by column, and changes nothing', async () => {
  const rows = [
    { Name: 'Ana', Phone: '+5511999990000', Zone: 'America/Bogota' },
    { Name: '', Phone: '12', Zone: 'Mars' },
    { Name: 'Bea', Mail: 'no mail', Fields: '[1]' },
  ];
  const mapping = { Name: 'name', Phone: 'phone', Zone: 'timeZone', Mail: 'email', Fields: 'customFields' };

  const dry = await start({ rows, mapping, dryRun: true });

  expect(dry).toMatchObject({ status: 'DONE', total: 3, succeeded: 1, failed: 2, sample: [{ label: 'Ana' }, {}, {}] });
  expect(resultsOf(dry)).toEqual([
    [
      2,
      'Row 2',
      'FAILED',
      'Name: Required; Phone: Expected a phone number of 7 to 15 digits, such as +5511999990000; Zone: Expected a time zone such as America/Bogota'.replace(
        'name:',
        'Name:',
      ),
    ],
    [3, 'Row 3', 'FAILED', 'Fields: Expected a JSON object such as {"size": 42}; Mail: Expected an e-mail address'],
  ]);
  expect(await contacts('name')).toEqual([]);
});

it.each([
  ['two sources', { csv: 'name\nAna', rows: [{ name: 'Ana' }] }, 'INVALID_INPUT'],
  ['no rows', { csv: 'name\n' }, 'INVALID_INPUT'],
  ['an unknown column', { csv: 'name\nAna', mapping: { Nome: 'name' } }, 'INVALID_INPUT'],
  ['an unknown field', { csv: 'name\nAna', mapping: { name: 'nam' } }, 'INVALID_INPUT'],
  ['two columns for a field', { csv: 'a,b\nAna,B', mapping: { a: 'name', b: 'name' } }, 'INVALID_INPUT'],
  ['two columns of one name', { csv: 'a,a\nAna,B' }, 'INVALID_INPUT'],
  ['more cells than columns', { csv: 'name\nAna,B' }, 'INVALID_INPUT'],
  ['a row that is no object', { rows: ['Ana'] }, 'INVALID_INPUT'],
  ['an upload that does not exist', { upload: newId() }, 'NOT_FOUND'],
])('refuses %s and starts nothing', async (_, input, code) => {
  const { errors } = await client.raw(
    `mutation ($input: ImportContactsInput!) { importContacts(input: $input) { id } }`,
    { input },
  );

  expect(errors![0]!.extensions.code).toBe(code);
  expect(
    await server.database.query(`SELECT FROM bulk_operation WHERE workspace_id = $1`, [client.workspaceId]),
  ).toEqual([]);
});

it('stores the events of an import without triggers, which then start, wake and end nothing', async () => {
  await send(client, 'CreateAutomation', { input: anAutomation({ trigger: { type: 'contact.created' } }) });

  await imported({ csv: people(2).join('\n'), trigger: false });
  await server.quiet();

  const { data } = await client.raw<{ events: { edges: { node: object }[] } }>(
    `{ events(filter: { type: "contact.created" }) { edges { node { startsNothing decisions { outcome } } } } }`,
  );
  expect(data.events.edges.map(({ node }) => node)).toEqual([
    { startsNothing: true, decisions: [] },
    { startsNothing: true, decisions: [] },
  ]);
  expect(await server.database.query(`SELECT FROM execution WHERE workspace_id = $1`, [client.workspaceId])).toEqual(
    [],
  );
});

it('updates contacts by id, then phone number, then e-mail address, using only non-empty cells', async () => {
  const make = async (input: object) => (await send(client, 'CreateContact', { input })).id;
  const byId = await make({ name: 'A', city: 'Lima', customFields: { size: 1 } });
  await make({ name: 'B', phone: '+5511999990002' });
  await make({ name: 'C', email: 'C@Example.com' });
  const csv = [
    'id,name,phone,email,city,customFields.color,tags',
    `${byId},A2,,,,red,VIP`,
    ',B2,5511999990002,,Quito,,',
    ',,,c@example.COM,Cali,,',
    `${byId},,5511999990002,,,,`,
    ',D,,d@example.com,,,',
    ',D2,,D@example.com,,,',
  ].join('\n');

  const done = await imported({ csv, onDuplicate: 'UPDATE' });

  expect(resultsOf(done).map(([, , outcome, message]) => [outcome, message])).toEqual([
    ['UPDATED', null],
    ['UPDATED', null],
    ['UPDATED', null],
    ['FAILED', 'Another contact has this phone number'],
    ['CREATED', null],
    ['UPDATED', null],
  ]);
  expect(await contacts('name, city, custom_fields AS fields')).toMatchObject([
    { name: 'A2', city: 'Lima', fields: { size: 1, color: 'red' }, events: 1 },
    { name: 'B2', city: 'Quito', events: 1 },
    { name: 'C', city: 'Cali', events: 1 },
    { name: 'D2', events: 1 },
  ]);
});

it('imports orders, finding stage and contact by name and number', async () => {
  await makeSale(client);
  const csv = [
    'Deal;Amount;Pipeline;Stage;Phone;Labels',
    'Beans;1500.5;sales;WON;55 11 99999-0000;Big',
    'Filters;abc;Sales;;;',
    'Cups;1;Nowhere;;;',
    'Mugs;1;Sales;Done;;',
    'Pots;1;Service;;+5511000000000;',
    'Pans;;Service;;;',
  ].join('\n');
  const mapping = {
    Deal: 'name',
    Amount: 'value',
    Pipeline: 'pipeline',
    Stage: 'stage',
    Phone: 'contactPhone',
    Labels: 'tags',
  };

  const done = await imported({ csv, mapping }, 'Orders');

  expect(resultsOf(done)).toEqual([
    [1, 'Beans', 'CREATED', null],
    [2, 'Row 2', 'FAILED', 'Amount: Expected an amount such as "1500.00", with at most 18 digits before the point'],
    [3, 'Row 3', 'FAILED', 'No pipeline is named "Nowhere"'],
    [4, 'Row 4', 'FAILED', 'No stage is named "Done"'],
    [5, 'Row 5', 'FAILED', 'No contact has this phone number or e-mail address: import the contacts first'],
    [6, 'Pans', 'CREATED', null],
  ]);
  const { data } = await client.raw<{ orders: { edges: { node: object }[] } }>(
    `{ orders(first: 2) { edges { node { name value stage { name } contact { name } tags { name } } } } }`,
  );
  expect(data.orders.edges.map(({ node }) => node)).toEqual([
    { name: 'Pans', value: '0.00', stage: { name: 'Open' }, contact: null, tags: [] },
    { name: 'Beans', value: '1500.50', stage: { name: 'Won' }, contact: { name: 'Ana' }, tags: [{ name: 'Big' }] },
  ]);
});

it('fails only the row that cannot be stored, stores nothing of it, and imports every other row once', async () => {
  await refuse('Person 3', 1_000_000);

  const done = await imported({ csv: people(5).join('\n') });

  expect(done).toMatchObject({ status: 'DONE', succeeded: 4, failed: 1 });
  expect(resultsOf(done)[2]).toEqual([
    3,
    'Row 3',
    'FAILED',
    'Could not be stored; the log of the server has the reason',
  ]);
  expect(await contacts('name')).toEqual([1, 2, 4, 5].map((number) => ({ name: `Person ${number}`, events: 1 })));
});

it('continues after the last complete batch, and processes no batch twice in several processes', async () => {
  const { body, status } = await upload(people(1_120));
  expect([status, body.columns, body.rows]).toEqual([201, ['name', 'phone'], 1_120]);
  const dry = await imported({ upload: body.id, dryRun: true });
  expect(dry).toMatchObject({ status: 'DONE', total: 1_120, succeeded: 1_120, failed: 0 });
  await refuse('Person 1010', 1);

  const { id } = await start({ upload: body.id });
  // Each of them runs as if it were the only process.
  await Promise.all(Array.from({ length: 4 }, () => runAll()));

  expect(await operation(id)).toMatchObject({ status: 'DONE', done: 1_120, succeeded: 1_120, failed: 0 });
  const rows = await contacts('name');
  expect(new Set(rows.map(({ name }) => name)).size).toBe(1_120);
  expect(rows.filter(({ events }) => events !== 1)).toEqual([]);
  expect(await server.database.query(`SELECT FROM bulk_source WHERE workspace_id = $1`, [client.workspaceId])).toEqual(
    [],
  );
  const { errors } = await client.raw(`mutation { importContacts(input: { upload: "${body.id}" }) { id } }`);
  expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
});

it('stops after the current batch when aborted, and keeps the completed ones', async () => {
  const { body } = await upload(people(1_120));
  const { id } = await start({ upload: body.id });
  await runner().advance();

  const abort = `mutation { abortBulkOperation(id: "${id}") { id status } }`;
  expect(await ask(abort)).toEqual({ id, status: 'ABORTED' });
  await runAll();

  expect(await operation(id)).toMatchObject({
    status: 'ABORTED',
    done: 1_000,
    succeeded: 1_000,
    sample: expect.any(Array),
  });
  expect(await contacts('name')).toHaveLength(1_000);
  expect((await client.raw(abort)).errors![0]!.extensions.code).toBe('CONFLICT');
  expect(await server.database.query(`SELECT FROM bulk_source WHERE workspace_id = $1`, [client.workspaceId])).toEqual(
    [],
  );
});

it('refuses files that are not CSV in UTF-8, says why, and stores nothing', async () => {
  const broken = await upload(['name', '"Ana']);
  expect([broken.status, broken.body.code, broken.body.message]).toEqual([
    400,
    'INVALID_INPUT',
    expect.stringContaining('quotation mark is not closed'),
  ]);
  const response = await fetch(`${server.url}/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${client.key}` },
    body: Buffer.from('name\nJos\xe9', 'latin1'),
  });
  expect(await response.json()).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('UTF-8') as string,
  });
  const viewer = await upload(people(1), { key: await server.keyFor(client.workspaceId, 'viewer') });
  expect([viewer.status, viewer.body.code]).toEqual([403, 'FORBIDDEN']);
  expect((await upload(people(1), { key: 'nobody' })).status).toBe(401);
  expect(await server.database.query(`SELECT FROM bulk_source WHERE workspace_id = $1`, [client.workspaceId])).toEqual(
    [],
  );
});

it('exports a file whose import recreates the same data, and protects spreadsheets from formulas', async () => {
  const sale = await makeSale(client);
  await send(client, 'UpdateContact', {
    id: sale.contact.id,
    input: { name: '=1+1', city: "'=x", email: 'ana@example.com', customFields: { size: 42, note: 'a "b", c;\nd' } },
  });
  await send(client, 'AssignTag', { input: { tagId: sale.tag.id, entityType: 'CONTACT', entityId: sale.contact.id } });
  const file = await download('contacts.csv');
  const orders = await download(`orders.csv?filter=${encodeURIComponent('{"text":"beans"}')}`);
  expect(file.text.split('\r\n')[1]).toContain(",'=1+1,'+5511999990000,ana@example.com,''=x,");
  expect((await download('contacts.csv', await server.keyFor(client.workspaceId, 'editor'))).status).toBe(403);
  expect((await download('contacts.csv?filter={')).status).toBe(400);
  const wrong = await download(
    `orders.csv?filter=${encodeURIComponent('{"valueFrom":"1","tagId":"x","createdFrom":"x"}')}`,
  );
  expect([wrong.status, (JSON.parse(wrong.text) as { details: { path: string[] }[] }).details]).toMatchObject([
    400,
    [
      { path: ['filter', 'createdFrom'] },
      { path: ['filter'], message: expect.stringContaining('"tagId" is not defined') },
    ],
  ]);

  const first = client;
  client = await server.client();
  await send(client, 'CreatePipeline', { input: { name: 'Sales', stages: ['New'] } });
  expect(await imported({ csv: file.text })).toMatchObject({ succeeded: 1, failed: 0 });
  expect(await imported({ csv: orders.text }, 'Orders')).toMatchObject({ succeeded: 1, failed: 0 });

  const [again, ordersAgain] = [await download('contacts.csv'), await download('orders.csv')];
  const withoutTimes = (text: string) => text.replace(/^[0-9a-f-]{36},/gm, '').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
  expect(withoutTimes(again.text)).toBe(withoutTimes(file.text));
  expect(withoutTimes(ordersAgain.text)).toBe(withoutTimes(orders.text));
  client = first;
  expect(await imported({ csv: file.text })).toMatchObject({ succeeded: 0, skipped: 1 });
});

it('lists operations newest first, and finally deletes them and unused uploads', async () => {
  const first = await imported({ csv: people(1).join('\n') });
  const second = await start({ rows: [{ name: '' }], dryRun: true });
  await upload(people(1));
  const listed = async () => {
    const { data } = await client.raw<{ bulkOperations: { edges: { node: object }[] } }>(
      `{ bulkOperations { edges { node { id kind isDryRun actor { type } } } } }`,
    );
    return data.bulkOperations.edges.map(({ node }) => node);
  };
  expect(await listed()).toEqual([
    { id: second.id, kind: 'IMPORT_CONTACTS', isDryRun: true, actor: { type: 'API_KEY' } },
    { id: first.id, kind: 'IMPORT_CONTACTS', isDryRun: false, actor: { type: 'API_KEY' } },
  ]);

  await server.database.advanceClock('31 days');
  await runner().sweep();

  expect(await listed()).toEqual([]);
  for (const table of ['bulk_source', 'bulk_batch', 'bulk_result'])
    expect(await server.database.query(`SELECT FROM ${table} WHERE workspace_id = $1`, [client.workspaceId])).toEqual(
      [],
    );
});
