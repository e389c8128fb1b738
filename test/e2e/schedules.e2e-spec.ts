import { DateTime } from 'luxon';
import { SlotSweep } from '../../src/automations/slots/slot-sweep.service.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

const NEW_YORK = 'America/New_York';
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

const every = (cron: string, more: object = {}) => ({ type: 'schedule', config: { cron, ...more } });
const sweepOf = (of: TestServer) => of.app.get(SlotSweep, { strict: false });

const now = async () =>
  DateTime.fromJSDate((await server.database.query<{ now: Date }>(`SELECT clock_now() AS now`))[0]!.now);

/** Moves the clock forward to a moment, without waking anything. */
const moveTo = async (moment: DateTime) =>
  server.database.advanceClock(`${moment.diff(await now()).toMillis()} milliseconds`);

/** The slots for which events were published, in order, each with their number. */
const slots = async (type = 'schedule.due') =>
  server.database.query<{ slot: string; count: number }>(
    `SELECT payload ->> 'slot' AS slot, count(*)::int AS count FROM event WHERE workspace_id = $1 AND type = $2 GROUP BY 1 ORDER BY 1`,
    [client.workspaceId, type],
  );

/** Inserts more contacts by SQL. */
const fill = (count: number) =>
  server.database.query(
    `INSERT INTO contact (id, workspace_id, name, custom_fields) SELECT gen_random_uuid(), $1, 'c' || n, jsonb_build_object('n', n)
     FROM generate_series(1, $2) AS n`,
    [client.workspaceId, count],
  );

const moreThanOnce = () =>
  server.database.query(
    `SELECT payload ->> 'slot', contact_id FROM event WHERE workspace_id = $1 AND type = 'schedule.due' GROUP BY 1, 2 HAVING count(*) > 1`,
    [client.workspaceId],
  );

it('starts once when its time comes, and provides that time to the actions', async () => {
  await shop.automate([{ type: 'create_task', params: { title: 'At {{ schedule.at }}' } }], {
    trigger: every('0 9 * * *'),
  });
  const nine = (await now()).toUTC().plus({ days: 1 }).set({ hour: 9, minute: 0, second: 0, millisecond: 0 });

  await moveTo(nine.minus({ seconds: 1 }));
  await server.advance('0');
  const before = (await slots()).filter(({ slot }) => slot >= nine.toISO()!);
  await server.advance('1 second');
  await server.advance('1 hour');
  await server.quiet();

  expect(before).toEqual([]);
  expect((await slots()).filter(({ slot }) => slot >= nine.toISO()!)).toEqual([{ slot: nine.toISO(), count: 1 }]);
  const titles = await server.database.query<{ title: string }>(`SELECT title FROM task WHERE workspace_id = $1`, [
    client.workspaceId,
  ]);
  expect(titles.map(({ title }) => title)).toContain(`At ${nine.toISO()}`);
  expect((await shop.events('schedule.due')).map(({ cascadeDepth }) => cascadeDepth)).toContain(0);
});

it.each([
  ['is skipped', '30 2 * * *', -1],
  ['comes twice', '30 1 * * *', 1],
])(
  'starts once a day, even when its time %s',
  async (_, cron, sign) => {
    const change = changeOf(await now(), sign);
    await moveTo(change.minus({ days: 2 }).set({ hour: 12, minute: 0 }));
    await shop.automate([STOP], { trigger: every(cron, { zone: NEW_YORK }) });

    // In small steps only over the change, which falls into the night after the first day.
    await server.advance('1 day');
    for (let half = 0; half < 2 * 24; half += 1) await server.advance('30 minutes');
    for (let half = 0; half < 4; half += 1) await server.advance('12 hours');

    const days = (await slots()).map(({ slot, count }) => {
      const at = DateTime.fromISO(slot, { zone: NEW_YORK });
      return [at.toISODate(), at.toFormat('HH:mm'), count];
    });
    const [minute, hour] = cron.split(' ');
    const usual = `0${hour}:${minute}`;
    const day = (offset: number) => change.plus({ days: offset }).toISODate();
    expect(days).toEqual([
      [day(-1), usual, 1],
      [day(0), sign < 0 ? '03:00' : usual, 1],
      [day(1), usual, 1],
      [day(2), usual, 1],
    ]);
  },
  60_000,
);

/** The day of the next daylight saving change in New York: -1 when clocks go forward, 1 when they go back. */
function changeOf(from: DateTime, sign: number): DateTime {
  for (let day = from.setZone(NEW_YORK).startOf('day').plus({ days: 5 }); ; day = day.plus({ days: 1 }))
    if (Math.sign(day.offset - day.plus({ days: 1 }).offset) === sign) return day;
}

describe('over contacts or orders', () => {
  it('starts once for each one that meets the conditions, and stores nothing for the others', async () => {
    await fill(450);
    await shop.automate([STOP], {
      trigger: every('0 9 * * *', { over: 'contacts' }),
      conditions: { logic: 'AND', conditions: [{ field: 'contact.customFields.n', operator: 'gt', value: 440 }] },
    });

    await server.advance('1 day');
    await server.quiet();

    expect((await slots()).map(({ count }) => count)).toEqual([10]);
    expect((await shop.executions()).map(({ status }) => status)).toEqual(
      Array.from({ length: 10 }, () => 'SUCCEEDED'),
    );
  });

  it('starts for orders with their contacts, and for none of another workspace', async () => {
    const theirs = await Workshop.open(await server.client());
    await theirs.order();
    const order = await shop.order({ value: '10.00' });
    await shop.order({ value: '20.00', contactId: null });
    await shop.automate([{ type: 'change_stage', params: { stageId: shop.stage('Won') } }], {
      trigger: every('0 9 * * *', { over: 'orders' }),
      conditions: { logic: 'AND', conditions: [{ field: 'order.value', operator: 'lt', value: 15 }] },
    });

    await server.advance('1 day');
    await server.quiet();

    const started = await server.database.query(
      `SELECT workspace_id AS w, order_id AS o, contact_id AS c FROM event WHERE type = 'schedule.due'`,
    );
    expect(started).toEqual([{ w: client.workspaceId, o: order, c: shop.contactId }]);
    expect((await shop.orderById(order)).stage.name).toBe('Won');
  });

  it('excludes those created after the slot began', async () => {
    await fill(1_000);
    await shop.automate([STOP], { trigger: every('0 9 * * *', { over: 'contacts' }) });
    const { query } = server.database;
    // Each batch creates as many more: without a limit, the slot would never end.
    await query(
      `CREATE FUNCTION breed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO contact (id, workspace_id, name, created_at) VALUES ('ffffffff-0000-4000-8000-' || lpad(new.seq::text, 12, '0'), new.workspace_id, 'later', clock_now() + interval '1 second');
      RETURN new; END $$`.replaceAll(
        "('ffffffff-0000-4000-8000-' || lpad(new.seq::text, 12, '0'), ",
        "(('ffffffff-0000-4000-8000-' || lpad(new.seq::text, 12, '0'))::uuid, ",
      ),
    );
    await query(
      `CREATE TRIGGER breed AFTER INSERT ON event FOR EACH ROW WHEN (new.type = 'schedule.due') EXECUTE FUNCTION breed()`,
    );

    await server.advance('1 day');

    expect((await slots()).map(({ count }) => count)).toEqual([1_001]);
  });
});

describe('several processes', () => {
  it('process each slot, and each of its executions, once', async () => {
    await fill(900);
    const other = await startTestServer({}, { database: server.database });
    try {
      await shop.automate([STOP], { trigger: every('0 9 * * *', { over: 'contacts' }) });
      for (let n = 0; n < 20; n += 1) await shop.automate([STOP], { name: `Plain ${n}`, trigger: every('0 9 * * *') });
      await server.database.advanceClock('1 day');

      await Promise.all([server, other, server, other].map((each) => sweepOf(each).sweep()));
      await Promise.all([server, other].map((each) => sweepOf(each).sweep()));
      await server.quiet();

      expect((await slots()).map(({ count }) => count)).toEqual([901 + 20]);
      const starts = await server.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM execution WHERE workspace_id = $1 GROUP BY automation_id ORDER BY 1`,
        [client.workspaceId],
      );
      expect(starts.map(({ count }) => count)).toEqual([...Array.from({ length: 20 }, () => 1), 901]);
    } finally {
      await other.stop();
    }
  });

  it('continue where a process that died had stopped', async () => {
    await fill(700);
    await shop.automate([STOP], { trigger: every('0 9 * * *', { over: 'contacts' }) });
    const { query } = server.database;
    await query(`CREATE SEQUENCE published`);
    await query(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('published') = 450 THEN RAISE EXCEPTION 'killed'; END IF; RETURN new; END $$`);
    await query(
      `CREATE TRIGGER die BEFORE INSERT ON event FOR EACH ROW WHEN (new.type = 'schedule.due') EXECUTE FUNCTION die()`,
    );
    server.app.useLogger(false);

    await server.advance('1 day');
    expect((await slots()).map(({ count }) => count)).toEqual([400]);
    await server.stop();
    server = await startTestServer({}, { database: server.database });
    // Not immediately, because a failure must not repeat in a loop.
    await sweepOf(server).sweep();
    expect((await slots()).map(({ count }) => count)).toEqual([400]);
    await server.advance('10 seconds');

    expect((await slots()).map(({ count }) => count)).toEqual([701]);
    expect(await moreThanOnce()).toEqual([]);
  });
});

describe('a slot in whose time no process ran', () => {
  const dailyAt9 = async (missed: string) => {
    await shop.automate([STOP], { trigger: every('0 9 * * *', { missed }) });
    const begun = (await slots()).length;
    const nine = (await now()).toUTC().plus({ days: 4 }).set({ hour: 9, minute: 0, second: 0, millisecond: 0 });
    await moveTo(nine.plus({ hours: 3 }));
    await server.advance('0');
    return { nine, count: (await slots()).length - begun };
  };

  it('is processed late, the last of several once', async () => {
    const { nine } = await dailyAt9('run_once');
    expect(await slots()).toEqual([{ slot: nine.toISO(), count: 1 }]);
    await server.advance('1 day');
    expect((await slots()).map(({ slot }) => slot)).toEqual([nine.toISO(), nine.plus({ days: 1 }).toISO()]);
  });

  it('is skipped when the automation requires it, and the next one starts in time', async () => {
    const { nine, count } = await dailyAt9('skip');
    expect(count).toBe(0);
    await moveTo(nine.plus({ days: 1 }));
    await server.advance('30 seconds');
    expect((await slots()).map(({ slot }) => slot)).toEqual([nine.plus({ days: 1 }).toISO()]);
  });
});

describe('an automation', () => {
  const hourly = every('0 * * * *');
  const setEnabled = (id: string, enabled: boolean) =>
    client.raw(`mutation ($id: ID!, $enabled: Boolean!) { setAutomationEnabled(id: $id, enabled: $enabled) { id } }`, {
      id,
      enabled,
    });

  it('has no slots while it is disabled, and starts over when it is enabled', async () => {
    const id = await shop.automate([STOP], { trigger: hourly, enabled: false });
    await server.advance('3 hours');
    expect(await slots()).toEqual([]);
    await setEnabled(id, true);
    await server.advance('0');
    expect(await slots()).toEqual([]);
    await server.advance('1 hour');
    expect((await slots()).length).toBe(1);
    await setEnabled(id, false);
    await server.advance('5 hours');
    await setEnabled(id, true);
    await server.advance('0');
    expect((await slots()).length).toBe(1);
  });

  it('keeps a slot that has begun when it is edited, and follows the new schedule afterwards', async () => {
    // Half past, so that no hour ends by itself.
    const [row] = await server.database.query<{ rest: string }>(
      `SELECT 90 - extract(minute FROM clock_now()) || ' minutes' AS rest`,
    );
    await server.database.advanceClock(row!.rest);
    const id = await shop.automate([STOP], { trigger: hourly });
    await server.database.advanceClock('1 hour');
    await client.send('UpdateAutomation', { id, input: { name: 'Renamed' } });
    await server.advance('0');
    expect((await slots()).length).toBe(1);

    await server.database.advanceClock('1 hour');
    await client.send('UpdateAutomation', { id, input: { trigger: every('59 23 31 12 *') } });
    await server.advance('3 hours');
    expect((await slots()).length).toBe(1);
    await client.send('UpdateAutomation', { id, input: { trigger: shop.onStage('Won') } });
    expect(await server.database.query(`SELECT FROM automation_schedule WHERE automation_id = $1`, [id])).toEqual([]);
  });

  it('starts nothing more when it is disabled while a slot is being processed', async () => {
    await fill(450);
    const id = await shop.automate([STOP], { trigger: every('0 9 * * *', { over: 'contacts' }) });
    const { query } = server.database;
    await query(`CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF (SELECT count(*) FROM event WHERE type = 'schedule.due') >= 200 THEN RAISE EXCEPTION 'not now'; END IF; RETURN new; END $$`);
    await query(
      `CREATE TRIGGER late BEFORE INSERT ON event FOR EACH ROW WHEN (new.type = 'schedule.due') EXECUTE FUNCTION late()`,
    );
    server.app.useLogger(false);
    await server.advance('1 day');
    expect((await slots()).map(({ count }) => count)).toEqual([200]);

    await setEnabled(id, false);
    await query(`DROP TRIGGER late ON event`);
    await server.advance('1 hour');

    expect((await slots()).map(({ count }) => count)).toEqual([200]);
    expect(await query(`SELECT FROM schedule_slot WHERE done_at IS NULL`)).toEqual([]);
  });

  it('is deleted with its schedule and slots', async () => {
    const id = await shop.automate([STOP], { trigger: hourly });
    await server.advance('1 hour');
    await client.raw(`mutation ($id: ID!) { deleteAutomation(id: $id) { id } }`, { id });
    await server.advance('1 hour');
    expect((await slots()).length).toBe(1);
    expect(await server.database.query(`SELECT FROM automation_schedule`)).toEqual([]);
  });

  it('reports in a decision at each slot that it cannot be used', async () => {
    const id = await shop.automate([STOP], { trigger: every('0 * * * *', { over: 'contacts' }) });
    await server.database.query(
      `UPDATE definition SET body = jsonb_set(body, '{conditions}', '{"logic": "AND", "conditions": [{"field": "gone", "operator": "gone"}]}')
       WHERE automation_id = $1`,
      [id],
    );
    await server.stop();
    server = await startTestServer({}, { database: server.database });
    await server.advance('1 hour');
    await server.quiet();

    const [row] = await server.database.query<{ decisions: { outcome: string }[] }>(
      `SELECT decisions FROM decision WHERE workspace_id = $1`,
      [client.workspaceId],
    );
    expect(row!.decisions).toMatchObject([{ automationId: id, outcome: 'UNUSABLE_DEFINITION' }]);
  });
});

it('waits with a slot until the previous one has started all its executions', async () => {
  await fill(300);
  await shop.automate([STOP], { trigger: every('* * * * *', { over: 'contacts' }) });
  const { query } = server.database;
  await query(`CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT count(*) FROM event WHERE type = 'schedule.due') >= 200 THEN RAISE EXCEPTION 'slow'; END IF; RETURN new; END $$`);
  await query(
    `CREATE TRIGGER slow BEFORE INSERT ON event FOR EACH ROW WHEN (new.type = 'schedule.due') EXECUTE FUNCTION slow()`,
  );
  server.app.useLogger(false);
  await server.advance('1 minute');
  await server.advance('3 minutes');
  expect((await slots()).map(({ count }) => count)).toEqual([200]);

  await query(`DROP TRIGGER slow ON event`);
  await server.advance('1 hour');
  expect((await slots()).map(({ count }) => count)).toEqual([301, 301]);
});

it('deletes slots that ended long ago', async () => {
  await shop.automate([STOP], { trigger: every('0 9 1 * *') });
  for (let month = 0; month < 3; month += 1) await server.advance('31 days');
  expect((await slots()).length).toBeGreaterThanOrEqual(2);
  expect((await server.database.query(`SELECT FROM schedule_slot`)).length).toBeLessThanOrEqual(1);
});
