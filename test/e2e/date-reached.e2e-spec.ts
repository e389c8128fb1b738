import { DateTime } from 'luxon';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

const BOGOTA = 'America/Bogota';
const STOP = { key: 'end', type: 'stop', params: { reason: 'Enough' } };

let server: TestServer;
let client: Client;
let shop: Workshop;

beforeEach(async () => {
  server = await startTestServer();
  client = await server.client();
  shop = await Workshop.open(client);
});

afterEach(() => server.close());

const now = async () =>
  DateTime.fromJSDate((await server.database.query<{ now: Date }>(`SELECT clock_now() AS now`))[0]!.now, {
    zone: BOGOTA,
  });

/** Moves the clock forward to a moment. */
const moveTo = async (moment: DateTime) =>
  server.database.advanceClock(`${moment.diff(await now()).toMillis()} milliseconds`);

const on = (config: object) => ({ type: 'date.reached', config: { zone: BOGOTA, ...config } });
const birthday = on({ field: 'contact.customFields.birthday', yearly: true });

const contact = async (name: string, customFields: object) => {
  const { createContact } = await client.send<{ createContact: { id: string } }>('CreateContact', {
    input: { name, customFields },
  });
  return createContact.id;
};

/** The names of the contacts it started for, in order. */
const started = async () =>
  (
    await server.database.query<{ name: string }>(
      `SELECT c.name FROM event e JOIN contact c ON c.id = e.contact_id WHERE e.workspace_id = $1 AND e.type = 'date.reached' ORDER BY c.name`,
      [client.workspaceId],
    )
  ).map(({ name }) => name);

/** Noon of the day this many days from today. */
const noonIn = async (days: number) =>
  (await now()).plus({ days }).set({ hour: 12, minute: 0, second: 0, millisecond: 0 });

it('starts on each birthday, for the contacts that have it', async () => {
  const noon = await noonIn(3);
  const day = (offset: number, year = 1990) => noon.set({ year }).plus({ days: offset }).toISODate()!;
  await contact('Ana', { birthday: day(0) });
  await contact('Bea', { birthday: `${day(0, 2001)}T23:30:00.000Z` });
  await contact('Caio, a day later', { birthday: day(1) });
  await contact('Duda, born next year', { birthday: noon.plus({ years: 1 }).toISODate()! });
  for (const [index, value] of [
    'soon',
    19900517,
    null,
    true,
    ['x'],
    { day: day(0) },
    day(0).replaceAll('-', ''),
    `x${day(0)}`,
  ].entries())
    await contact(`Nobody ${index}`, { birthday: value });
  await shop.automate([{ type: 'create_task', params: { title: 'Happy birthday, {{ contact.name }}' } }], {
    trigger: birthday,
  });

  await moveTo(noon);
  await server.advance('0');
  await server.quiet();
  expect(await started()).toEqual(['Ana', 'Bea']);

  await moveTo(noon.plus({ years: 1 }));
  // No process ran on the days between: the server looks back 31 days.
  await server.advance('0');
  await server.quiet();
  expect(await started()).toEqual(['Ana', 'Ana', 'Bea', 'Bea', 'Duda, born next year']);
  expect((await shop.executions()).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'SUCCEEDED'));
});

it.each([
  [0, [0]],
  [-7, [7]],
  [2, [-2]],
])('starts %i days after the date of an order, once', async (days, offsets) => {
  const noon = await noonIn(20);
  const dates = [-7, -2, 0, 2, 7];
  const orders = new Map<string, number>();
  for (const offset of dates)
    orders.set(await shop.order({ customFields: { eventDate: noon.plus({ days: offset }).toISODate() } }), offset);
  await shop.automate([STOP], { trigger: on({ field: 'order.customFields.eventDate', days, time: '08:30' }) });
  await moveTo(noon.minus({ days: 1 }));
  await server.advance('0');
  const before = await server.database.query(`SELECT id FROM event WHERE type = 'date.reached'`);

  await moveTo(noon);
  for (let look = 0; look < 3; look += 1) await server.advance('1 minute');
  await server.quiet();

  const ofToday = await server.database.query<{ order: string }>(
    `SELECT order_id AS order FROM event WHERE type = 'date.reached' AND id <> ALL ($1::uuid[])`,
    [before.map((row) => (row as { id: string }).id)],
  );
  expect(ofToday.map(({ order }) => orders.get(order))).toEqual(offsets);
});

it('counts from the day of creation in its time zone', async () => {
  const order = await shop.order();
  const { query } = server.database;
  const noon = await noonIn(10);
  // An evening in Bogota is the next day in UTC.
  const evening = noon.minus({ days: 5 }).set({ hour: 22 });
  await query(`UPDATE "order" SET created_at = $2 WHERE id = $1`, [order, noon.minus({ days: 30 }).toJSDate()]);
  await shop.automate([STOP], { trigger: on({ field: 'order.createdAt', days: 5 }) });
  await query(`UPDATE "order" SET created_at = $2 WHERE id = $1`, [order, evening.toJSDate()]);

  await moveTo(noon.minus({ days: 1 }));
  await server.advance('0');
  expect(await query(`SELECT FROM event WHERE type = 'date.reached'`)).toEqual([]);
  await moveTo(noon);
  await server.advance('0');
  expect(await query(`SELECT order_id AS id FROM event WHERE type = 'date.reached'`)).toEqual([{ id: order }]);
});

it('uses February 28 for February 29 in other years', async () => {
  let year = (await now()).year + 1;
  while (DateTime.local(year, 1, 1).isInLeapYear) year += 1;
  await contact('Leap', { birthday: '2000-02-29' });
  await contact('Ordinary', { birthday: '2000-02-28' });
  await contact('Later', { birthday: '2000-03-01' });
  await moveTo(DateTime.fromObject({ year, month: 2, day: 27, hour: 12 }, { zone: BOGOTA }));
  await shop.automate([STOP], { trigger: birthday });

  await server.advance('1 day');
  expect(await started()).toEqual(['Leap', 'Ordinary']);
  await server.advance('1 day');
  expect(await started()).toEqual(['Later', 'Leap', 'Ordinary']);
});

describe('days on which no process ran', () => {
  const manyDays = async (missed: string) => {
    const noon = await noonIn(6);
    for (const back of [4, 2, 0])
      await contact(`${back} days ago`, { birthday: noon.minus({ days: back }).set({ year: 1990 }).toISODate() });
    await shop.automate([STOP], { trigger: on({ field: 'contact.customFields.birthday', yearly: true, missed }) });
    await moveTo(noon);
    await server.advance('0');
    await server.advance('1 hour');
    return started();
  };

  it('are processed late, each once', async () => {
    expect(await manyDays('run_once')).toEqual(['0 days ago', '2 days ago', '4 days ago']);
  });

  it('are skipped when the automation requires it', async () => {
    expect(await manyDays('skip')).toEqual([]);
  });
});

it('checks the conditions, and starts in its own workspace only', async () => {
  const noon = await noonIn(2);
  const today = noon.set({ year: 1990 }).toISODate()!;
  await contact('Ana', { birthday: today, vip: true });
  await contact('Bea', { birthday: today, vip: false });
  const stranger = await server.client();
  await stranger.send('CreateContact', { input: { name: 'Other', customFields: { birthday: today, vip: true } } });
  await shop.automate([STOP], {
    trigger: birthday,
    conditions: { logic: 'AND', conditions: [{ field: 'contact.customFields.vip', operator: 'equals', value: true }] },
  });

  await moveTo(noon);
  await server.advance('0');
  await server.quiet();
  expect(await started()).toEqual(['Ana']);
  expect((await server.database.query(`SELECT FROM event WHERE type = 'date.reached'`)).length).toBe(1);
});

it('finds few contacts among many, and many with the same birthday', async () => {
  const noon = await noonIn(2);
  const today = noon.set({ year: 1990 }).toISODate()!;
  await server.database.query(
    `INSERT INTO contact (id, workspace_id, name, custom_fields)
     SELECT gen_random_uuid(), $1, 'c', jsonb_build_object('birthday', CASE WHEN n <= 700 THEN $2 WHEN n % 3000 = 0 THEN $2 ELSE '1990-01-32' END)
     FROM generate_series(1, 6000) AS n`,
    [client.workspaceId, today],
  );
  await shop.automate([STOP], { trigger: birthday });

  await moveTo(noon);
  // A sweep of the server's own may have the slot: then the next one goes on behind it.
  do await server.advance('0');
  while ((await started()).length < 702);
  expect((await started()).length).toBe(702);
});
