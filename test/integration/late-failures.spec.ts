import { LateFailures } from '../../src/executions/upkeep/late-failures.service.js';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { status as answering, WebhookReceiver, type Reply } from '../support/webhook-receiver.js';
import { cloudError, WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { deliver, messages, status, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { Workshop } from '../support/workshop.js';

interface Shown {
  status: string;
  seq: number;
  warnings: { code: string; message: string; stepKey: string; at: string }[];
  steps: { key: string; status: string; output: Record<string, unknown> | null }[];
}

const ANSWER = { key: 'answer', type: 'send_whatsapp_text', params: { text: 'Thanks' } };
const TASK = { key: 'task', type: 'create_task', params: { title: 'Sent: {{ steps.answer.output.status }}' } };
const ERROR = { code: 'WHATSAPP_131026', message: 'WhatsApp: Not on WhatsApp (code 131026)' };
const WARNING = { code: 'MESSAGE_FAILED', message: ERROR.message, stepKey: 'answer', at: expect.any(String) };

let cloud: WhatsAppCloudServer;
let receiver: WebhookReceiver;
let server: TestServer;
let client: Client;
let shop: Workshop;

beforeAll(async () => {
  cloud = await WhatsAppCloudServer.start();
  receiver = await WebhookReceiver.start();
  server = await startTestServer({
    ...WEBHOOK_ENV,
    ...cloud.env,
    SWEEP_SECONDS: '3600',
    OUTBOUND_ALLOWLIST: '127.0.0.1',
  });
});

beforeEach(async () => {
  client = await server.client();
  shop = await Workshop.open(client);
});

afterAll(async () => {
  await server.close();
  await cloud.close();
  await receiver.close();
});

const sweep = () => server.app.get(LateFailures, { strict: false }).sweep();
const write = (id: string) =>
  deliver(
    server,
    client.workspaceId,
    messages({ id: `${id} ${client.workspaceId}`, type: 'text', text: { body: 'Hi' } }),
  );
const told = (messageId: string, name: string) =>
  deliver(
    server,
    client.workspaceId,
    status(`wamid of ${messageId}`, name, {
      biz_opaque_callback_data: messageId,
      errors: [{ code: 131026, title: 'Undeliverable', error_data: { details: 'Not on WhatsApp' } }],
    }),
  );

/** The same, and resolves after the report was processed as far as possible: a sweep waits for a running one. */
async function reported(messageId: string, name: string): Promise<void> {
  await told(messageId, name);
  await sweep();
}

async function shown(id: string): Promise<Shown> {
  const query = `query ($id: ID!) { execution(id: $id) { status seq warnings { code message stepKey at } steps { key status output } } }`;
  return (await client.raw<{ execution: Shown }>(query, { id })).data.execution;
}

/** Starts an execution that replies to a message; resolves with both ids, once the execution has such a change. */
async function answered(
  actions: object[],
  isIt: (change: ExecutionChange) => boolean,
  settings?: object,
): Promise<{ id: string; messageId: string }> {
  await shop.automate(actions as never, { name: 'Answer', trigger: { type: 'whatsapp.message_received' }, settings });
  const change = server.until(client.workspaceId, isIt);
  await write('first');
  const { execution, steps } = await change;
  return { id: execution.id, messageId: (steps[0]!.output as { messageId: string }).messageId };
}

const is =
  (name: string) =>
  ({ execution }: ExecutionChange) =>
    execution.status === name;

it('shows a failure that the provider reports after the execution ended, and notifies subscribers', async () => {
  const { id, messageId } = await answered([ANSWER, TASK], is('SUCCEEDED'));
  const before = await shown(id);
  expect(before.warnings).toEqual([]);

  const change = server.until(client.workspaceId, ({ execution }) => execution.id === id);
  await told(messageId, 'failed');
  const heard = await change;

  const after = await shown(id);
  expect(after).toMatchObject({ status: 'SUCCEEDED', seq: before.seq + 1, warnings: [WARNING] });
  expect(after.steps[0]).toMatchObject({
    status: 'SUCCEEDED',
    output: { ...before.steps[0]!.output, status: 'FAILED', error: ERROR },
  });
  expect(after.steps[1]).toEqual(before.steps[1]);
  expect(heard).toMatchObject({
    execution: { seq: after.seq, status: 'SUCCEEDED', warnings: [WARNING] },
    steps: [{ output: { status: 'FAILED' } }, {}],
  });
});

it('shows a repeated report once, and nothing for a later success', async () => {
  const { id, messageId } = await answered([ANSWER], is('SUCCEEDED'));
  await reported(messageId, 'sent');
  await reported(messageId, 'failed');
  const after = await shown(id);
  await reported(messageId, 'failed');
  await reported(messageId, 'delivered');

  expect(await shown(id)).toEqual(after);
  expect(after.warnings.length).toBe(1);
  expect((await shop.events('message.failed')).length).toBe(1);
});

it('shows nothing in the execution of a delivered message', async () => {
  const { id, messageId } = await answered([ANSWER], is('SUCCEEDED'));
  const before = await shown(id);
  await reported(messageId, 'delivered');
  await reported(messageId, 'failed');

  expect(await shown(id)).toEqual(before);
  expect(await shop.events('message.failed')).toEqual([]);
});

it('shows it in a sleeping execution, which wakes and continues', async () => {
  const { id, messageId } = await answered([ANSWER, { ...TASK, delay: '2h' }], is('SLEEPING'));
  const before = await shown(id);

  await reported(messageId, 'failed');
  expect(await shown(id)).toMatchObject({ status: 'SLEEPING', seq: before.seq + 1, warnings: [WARNING] });

  const ended = server.until(client.workspaceId, is('SUCCEEDED'));
  await server.advance('121 minutes');
  await ended;
  expect(await shown(id)).toMatchObject({ status: 'SUCCEEDED', warnings: [WARNING] });
  expect(await shop.tasks()).toEqual(['Sent: FAILED']);
});

it('shows it in a queued execution, which then runs', async () => {
  const { id, messageId } = await answered([ANSWER, { ...TASK, delay: '2h' }], is('SLEEPING'));
  await server.database.query(`UPDATE execution SET status = 'QUEUED', seq = seq + 1, wake_at = NULL WHERE id = $1`, [
    id,
  ]);

  const ended = server.until(client.workspaceId, is('SUCCEEDED'));
  await told(messageId, 'failed');
  await ended;

  expect((await shown(id)).warnings).toEqual([WARNING]);
});

describe('while the execution runs', () => {
  /** Starts an execution whose webhook was called and is not answered until `release`. */
  async function calling(): Promise<{ id: string; messageId: string; release: () => void }> {
    let release = () => undefined as void;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const held: Reply = (response, request) => void gate.then(() => answering(200)(response, request));
    receiver.reply(held);
    const call = { key: 'call', type: 'webhook', params: { url: receiver.url } };
    const isCalling = ({ steps }: ExecutionChange) =>
      steps.some(({ key, status }) => key === 'call' && status === 'RUNNING');
    return { ...(await answered([ANSWER, call, TASK], isCalling)), release };
  }

  it('shows it immediately without disturbing the worker, and publishes it when the worker is done', async () => {
    const { id, messageId, release } = await calling();
    const before = await shown(id);

    await reported(messageId, 'failed');
    const during = await shown(id);
    expect(during).toMatchObject({
      status: 'RUNNING',
      seq: before.seq,
      warnings: [WARNING],
      steps: [{ output: { status: 'FAILED' } }, { status: 'RUNNING' }, {}],
    });

    const ended = server.until(client.workspaceId, is('SUCCEEDED'));
    release();
    const { execution } = await ended;
    const change = server.until(client.workspaceId, ({ execution: { seq } }) => seq > execution.seq);
    await sweep();

    expect(await change).toMatchObject({
      execution: { seq: execution.seq + 1, warnings: [WARNING] },
      steps: [{ output: { status: 'FAILED' } }, {}, {}],
    });
    await sweep();
    expect(await shown(id)).toMatchObject({ status: 'SUCCEEDED', seq: execution.seq + 1, warnings: [WARNING] });
    expect((await shown(id)).steps.map((step) => step.status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  it('keeps it when the provider reports it before the worker has recorded the send', async () => {
    await shop.automate([ANSWER] as never, { trigger: { type: 'whatsapp.message_received' } });
    cloud.reply((response, request) => {
      const { biz_opaque_callback_data: messageId } = JSON.parse(request.body) as { biz_opaque_callback_data: string };
      void told(messageId, 'failed').then(() =>
        answering(
          200,
          { 'content-type': 'application/json' },
          '{"messages":[{"id":"wamid.early"}]}',
        )(response, request),
      );
    });
    const ended = server.until(client.workspaceId, is('SUCCEEDED'));
    await write('first');
    const { execution } = await ended;

    await sweep();

    expect(await shown(execution.id)).toMatchObject({
      warnings: [WARNING],
      seq: execution.seq + 1,
      steps: [{ status: 'SUCCEEDED', output: { status: 'FAILED', error: ERROR } }],
    });
  });
});

it('shows what was reported while nobody listened', async () => {
  const { id, messageId } = await answered([ANSWER], is('SUCCEEDED'));
  await server.database.query(`UPDATE message SET status = 'FAILED', error = $2, failure_untold = true WHERE id = $1`, [
    messageId,
    JSON.stringify(ERROR),
  ]);
  await sweep();

  expect((await shown(id)).warnings).toEqual([WARNING]);
});

it('stops looking for an execution that was deleted after its retention', async () => {
  const { id, messageId } = await answered([ANSWER], is('SUCCEEDED'));
  await server.database.query(`DELETE FROM step WHERE execution_id = $1`, [id]);
  await server.database.query(`DELETE FROM execution WHERE id = $1`, [id]);
  await reported(messageId, 'failed');

  expect(await server.database.query(`SELECT status, failure_untold FROM message WHERE id = $1`, [messageId])).toEqual([
    { status: 'FAILED', failure_untold: false },
  ]);
});

describe('message.failed', () => {
  const TEMPLATE = { key: 'again', type: 'send_whatsapp_template', params: { templateName: 'sorry' } };

  it('starts automations with the message, its contact and the error as facts', async () => {
    const { messageId } = await answered([ANSWER], is('SUCCEEDED'));
    await shop.automate(
      [{ type: 'create_task', params: { title: '{{ contact.name }}, {{ message.text }}: {{ error.code }}' } }],
      { name: 'Tell', trigger: { type: 'message.failed' } },
    );

    await told(messageId, 'failed');
    await server.quiet();

    expect(await shop.tasks()).toEqual(['Ana, Thanks: WHATSAPP_131026']);
  });

  it('can end the execution that sent the message', async () => {
    const settings = { stopWhen: [{ event: 'message.failed', reason: 'It did not arrive' }] };
    const { id, messageId } = await answered([ANSWER, { ...TASK, delay: '1d' }], is('SLEEPING'), settings);

    await told(messageId, 'failed');
    await server.quiet();

    expect((await shop.execution(id)).error).toEqual({ code: 'STOPPED', message: 'It did not arrive' });
  });

  it('is published for a message that is refused immediately, and not for attempts that are retried', async () => {
    await shop.automate([{ type: 'create_task', params: { title: 'Failed' } }], {
      name: 'Tell',
      trigger: { type: 'message.failed' },
    });
    await shop.automate([ANSWER] as never, { name: 'Answer', trigger: { type: 'whatsapp.message_received' } });

    cloud.reply(cloudError(131016, { status: 500 }), cloudError(131026));
    const asleep = server.until(client.workspaceId, is('SLEEPING'));
    await write('first');
    await asleep;
    expect(await shop.events('message.failed')).toEqual([]);

    await server.advance('10 minutes');
    await server.quiet();
    expect((await shop.events('message.failed')).map(({ cascadeDepth }) => cascadeDepth)).toEqual([1]);
    const [failed] = await shop.executions({ status: 'FAILED' });
    expect((await shown(failed!.id)).warnings).toEqual([]);
  });

  it('belongs to the cascade that sent the message: answering failures with failing messages ends at the limit', async () => {
    await shop.automate([TEMPLATE] as never, { name: 'Again', trigger: { type: 'message.failed' } });
    const { messageId } = await answered([ANSWER], is('SUCCEEDED'));
    const [root] = await shop.events('whatsapp.message_received');

    let failing = messageId;
    for (let round = 0; round < 6; round += 1) {
      await told(failing, 'failed');
      await server.quiet();
      failing = cloud.accepted.at(-1)!.biz_opaque_callback_data!;
    }

    const events = await shop.events('message.failed');
    expect(events.map(({ cascadeDepth }) => cascadeDepth)).toEqual([1, 2, 3, 4]);
    expect((await shop.executions()).map(({ automation, cascadeDepth }) => [automation.name, cascadeDepth])).toEqual([
      ['Answer', 0],
      ['Again', 1],
      ['Again', 2],
      ['Again', 3],
    ]);
    expect(await shop.decisions(events.at(-1)!.id)).toMatchObject([{ outcome: 'CASCADE_LIMIT' }]);
    const roots = await server.database.query<{ id: string }>(
      `SELECT DISTINCT root_event_id AS id FROM event WHERE workspace_id = $1 AND type = 'message.failed'`,
      [client.workspaceId],
    );
    expect(roots).toEqual([{ id: root!.id }]);
  });

  it('also ends at the limit when each message is refused immediately', async () => {
    await shop.automate([TEMPLATE] as never, { name: 'Again', trigger: { type: 'message.failed' } });
    await shop.automate([ANSWER] as never, { name: 'Answer', trigger: { type: 'whatsapp.message_received' } });
    cloud.reply(...Array.from({ length: 4 }, () => cloudError(131026)));

    await write('first');
    await server.quiet();

    expect((await shop.events('message.failed')).map(({ cascadeDepth }) => cascadeDepth)).toEqual([1, 2, 3, 4]);
    expect((await shop.executions()).map(({ cascadeDepth, status: ended }) => [cascadeDepth, ended])).toEqual([
      [0, 'FAILED'],
      [1, 'FAILED'],
      [2, 'FAILED'],
      [3, 'FAILED'],
    ]);
  });
});
