import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let cloud: WhatsAppCloudServer;
let shop: Workshop;

beforeAll(async () => {
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer(cloud.env);
});

beforeEach(async () => {
  cloud.accepted.length = 0;
  shop = await Workshop.open(await server.client());
});

afterAll(async () => {
  await cloud.close();
  await server.close();
});

const task = (title: string, more: object = {}) => ({ key: title, type: 'create_task', params: { title }, ...more });
const say = { key: 'say', type: 'send_whatsapp_text', params: { text: 'Hello {{ contact.name }}' } };
const template = { key: 'say', type: 'send_whatsapp_template', params: { templateName: 'hello' } };
const fallback = { templateName: 'hello_again', language: 'es', variables: ['{{ contact.name }}'] };
const onReply = (more: object = {}) => ({
  stopWhen: [{ event: 'whatsapp.message_received', reason: 'They replied', ...more }],
});
const where = (field: string, operator: string, value?: unknown) => ({
  logic: 'AND',
  conditions: [{ field, operator, ...(value !== undefined && { value }) }],
});

interface Seen {
  status: string;
  error: { code: string; message: string } | null;
  waitingFor: { kind: string; detail: string; until: string } | null;
  steps: { key: string; status: string; skippedBecause: string | null; error: { message: string } | null }[];
}

async function seen(id: string): Promise<Seen> {
  const { data } = await shop.client.raw<{ execution: Seen }>(
    `query ($id: ID!) { execution(id: $id) { status error { code message } waitingFor { kind detail until }
      steps { key status skippedBecause error { message } } } }`,
    { id },
  );
  return data.execution;
}

const inBrief = ({ steps }: Seen) =>
  steps.map(({ key, status, skippedBecause }) => `${key} ${skippedBecause ?? status}`);

async function win(input: object = {}): Promise<string> {
  const order = await shop.order(input);
  await shop.move(order, 'Won');
  await server.quiet();
  return (await shop.executions()).at(-1)!.id;
}

const change = async (input: object) => {
  await shop.client.send('UpdateContact', { id: shop.contactId, input });
  await server.quiet();
};

/** The time of day in UTC, this many minutes after the database's time. */
async function timeIn(minutes: number): Promise<string> {
  const [row] = await server.database.query<{ time: string }>(
    `SELECT to_char((clock_now() + $1 * interval '1 minute') AT TIME ZONE 'UTC', 'HH24:MI') AS time`,
    [minutes],
  );
  return row!.time;
}

const openIn = async (minutes: number, more: object = {}) => ({
  quietHours: { zone: 'UTC', windows: [{ from: await timeIn(minutes), to: await timeIn(minutes + 120) }], ...more },
});

describe('stopWhen', () => {
  it('ends a sleeping execution immediately, and says why', async () => {
    await shop.automate([task('first'), task('later', { delay: '1d' })], { settings: onReply() });
    const id = await win();
    await shop.receive('Stop', { phone: '+5511999990001' });
    await server.quiet();
    expect((await seen(id)).status).toBe('SLEEPING');

    await shop.receive('Hi');
    await server.quiet();

    const ended = await seen(id);
    expect(ended.error).toEqual({ code: 'STOPPED', message: 'They replied' });
    expect(inBrief(ended)).toEqual(['first SUCCEEDED', 'later STOPPED']);
  });

  it('checks its config and conditions, and only events since the start', async () => {
    await shop.receive('no, before');
    await shop.automate([task('later', { delay: '1d' })], {
      settings: onReply({ conditions: where('message.text', 'contains', 'no') }),
    });
    const id = await win();
    await shop.receive('yes');
    await server.quiet();
    expect((await seen(id)).status).toBe('SLEEPING');
    await shop.receive('no');
    await server.quiet();
    expect((await seen(id)).status).toBe('CANCELLED');
  });

  it('takes precedence over a wait for the same event', async () => {
    const wait = {
      key: 'reply',
      type: 'wait_for_event',
      params: { event: 'whatsapp.message_received', timeout: '1d' },
    };
    await shop.automate([wait, task('after')], { settings: onReply() });
    const id = await win();
    await shop.receive('Hi');
    await server.quiet();
    expect(inBrief(await seen(id))).toEqual(['reply STOPPED', 'after STOPPED']);
  });

  it('settles a running send first, and ends before the next step', async () => {
    const gate = new Gate();
    cloud.reply(cloud.takeAfter(gate));
    await shop.automate([template, task('after')], { settings: onReply() });
    const order = await shop.order();
    await shop.move(order, 'Won');
    await cloud.receiver.received(1);
    await shop.receive('Hi');
    while ((await server.database.query('SELECT FROM execution WHERE cancel_requested')).length === 0);
    gate.open();
    await server.quiet();

    const ended = await seen((await shop.executions())[0]!.id);
    expect(ended.error?.code).toBe('STOPPED');
    expect(inBrief(ended)).toEqual(['say SUCCEEDED', 'after STOPPED']);
    expect(cloud.accepted).toHaveLength(1);
  });

  it('ignores what the execution does itself', async () => {
    const lose = { key: 'lose', type: 'change_stage', params: { stageId: shop.stage('Lost') } };
    await shop.automate([lose, task('after', { delay: '1h' })], {
      settings: { stopWhen: [{ event: 'order.stage_changed' }] },
    });
    const order = await shop.order();
    await shop.move(order, 'Won');
    await server.quiet();
    const { id } = (await shop.executions())[0]!;
    expect((await seen(id)).status).toBe('SLEEPING');
    await shop.move(order, 'New');
    await server.quiet();
    expect((await seen(id)).error).toEqual({ code: 'STOPPED', message: 'order.stage_changed happened' });
  });

  it('includes events from before the execution could begin', async () => {
    await shop.automate([task('now')], { settings: { ...onReply(), debounce: { quiet: '5m', max: '1h' } } });
    const id = await win();
    await shop.receive('Hi');
    await server.quiet();
    expect((await seen(id)).error?.code).toBe('STOPPED');
    expect(await shop.tasks()).toEqual([]);
  });
});

it('checks onlyWhile before each step that writes to the contact', async () => {
  await shop.automate([template, task('rename', { delay: '1h' }), { ...template, key: 'again' }, task('after')], {
    settings: { onlyWhile: where('contact.city', 'not_equals', 'Lima') },
  });
  await change({ city: 'Cali' });
  const id = await win();
  await change({ city: 'Lima' });
  await server.advance('1 hour');
  await server.quiet();

  const ended = await seen(id);
  expect(ended.error).toEqual({ code: 'STOPPED', message: expect.stringContaining('contact.city') as string });
  expect(inBrief(ended)).toEqual(['say SUCCEEDED', 'rename SUCCEEDED', 'again STOPPED', 'after STOPPED']);
});

describe('a contact who opted out', () => {
  it('receives no messages, and the other steps run', async () => {
    await shop.automate([template, task('after')]);
    await change({ optedOutAt: '2026-01-02T03:04:05Z' });
    const ended = await seen(await win());

    expect(ended.status).toBe('SUCCEEDED');
    expect(inBrief(ended)).toEqual(['say OPTED_OUT', 'after SUCCEEDED']);
    expect(ended.steps[0]!.error!.message).toBe('The contact opted out at 2026-01-02T03:04:05.000Z');
    expect(cloud.accepted).toEqual([]);
    expect(await shop.messages()).toEqual([]);

    await change({ optedOutAt: null });
    expect(inBrief(await seen(await win()))).toEqual(['say SUCCEEDED', 'after SUCCEEDED']);
  });
});

describe('quiet hours', () => {
  it('delay a message until they end, and nothing else', async () => {
    await shop.automate([task('before'), template, task('after')], { settings: await openIn(60) });
    const id = await win();
    const waiting = await seen(id);
    expect(inBrief(waiting)).toEqual(['before SUCCEEDED', 'say WAITING', 'after PENDING']);
    expect(waiting.waitingFor).toMatchObject({
      kind: 'QUIET_HOURS',
      detail: expect.stringContaining('(UTC)') as string,
    });

    await server.advance('55 minutes');
    await server.quiet();
    expect(cloud.accepted).toEqual([]);
    await server.advance('20 minutes');
    await server.quiet();
    expect(cloud.accepted).toHaveLength(1);
    expect((await seen(id)).status).toBe('SUCCEEDED');
  });

  it('use the time zone of the contact, then of its phone number, then of the workspace', async () => {
    const { quietHours } = await openIn(0);
    // The window lasts 120 minutes in UTC; Bogota is 5 hours behind, so there it is closed.
    await shop.automate([template], { settings: { quietHours: { ...quietHours, zone: 'CONTACT' } } });
    await change({ timeZone: 'UTC' });
    expect((await seen(await win())).status).toBe('SUCCEEDED');
    await change({ timeZone: 'America/Bogota' });
    expect((await seen(await win())).waitingFor!.detail).toContain('(America/Bogota)');
    await change({ timeZone: null, phone: '+573001234567' });
    expect((await seen(await win())).waitingFor!.detail).toContain('(America/Bogota)');
    await change({ phone: '+14155552671' });
    expect((await seen(await win())).status).toBe('SUCCEEDED');
    await shop.client.raw('mutation { updateWorkspace(input: { timeZone: "Asia/Tokyo" }) { timeZone } }');
    expect((await seen(await win())).waitingFor!.detail).toContain('(Asia/Tokyo)');
  });

  it('send a template instead of a text if the text would be sent too late', async () => {
    await shop.receive('Hi');
    await shop.automate([say], { settings: await openIn(0, { fallback }) });
    await shop.automate([say], { name: 'Closed', settings: await openIn(60, { fallback }) });
    await win();
    expect(cloud.accepted).toMatchObject([{ type: 'text' }]);
    // The 24 hours are over before the next opening.
    await server.advance('2 hours');
    await server.quiet();
    expect(cloud.accepted).toMatchObject([{ type: 'text' }, { type: 'text' }]);
    await server.advance('23 hours');
    const id = await win();
    const [, other] = (await shop.executions()).slice(-2);
    expect(other!.id).toBe(id);
    await server.quiet();
    await server.advance('2 hours');
    await server.quiet();
    expect(cloud.accepted.slice(2)).toMatchObject([
      { type: 'template', template: { name: 'hello_again', language: { code: 'es' } } },
      { type: 'template' },
    ]);
  });

  it('skip such a text when there is no template, as soon as it is planned', async () => {
    await shop.automate([say, task('after')], { settings: await openIn(60) });
    const ended = await seen(await win());
    expect(ended.status).toBe('SUCCEEDED');
    expect(inBrief(ended)).toEqual(['say WINDOW_CLOSED', 'after SUCCEEDED']);
  });
});
