import { ExecutionFeed } from '../../src/executions/feed/execution-feed.js';
import type { ExecutionChange } from '../../src/executions/log/execution-change.js';
import { Sweeper } from '../../src/executions/upkeep/sweeper.js';
import { LateOutcomes } from '../../src/executions/upkeep/late-outcomes.service.js';
import { startTestServer, type Client, type TestServer } from '../support/test-server.js';
import { WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { deliver, messages, post, status, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';
import { reset } from '../support/webhook-receiver.js';

type Shown = {
  status: string;
  error: { code: string } | null;
  steps: { status: string; output: unknown; error: { code: string; retryable: boolean } | null }[];
};

let cloud: WhatsAppCloudServer;
let server: TestServer;
let client: Client;

beforeAll(async () => {
  cloud = await WhatsAppCloudServer.start();
  server = await startTestServer({ ...WEBHOOK_ENV, ...cloud.env, SWEEP_SECONDS: '3600' });
});

beforeEach(async () => {
  client = await server.client();
});

afterAll(async () => {
  await server.close();
  await cloud.receiver.close();
});

/** Resolves with the first matching change. */
async function until(fits: (change: ExecutionChange) => boolean): Promise<ExecutionChange> {
  for await (const change of server.app.get(ExecutionFeed, { strict: false }).subscribe(client.workspaceId))
    if (fits(change)) return change;
  throw new Error('The feed ended');
}

const isDoubtful = ({ execution, steps }: ExecutionChange) =>
  execution.status === 'SLEEPING' && steps.some((step) => step.status === 'UNKNOWN');
const hasEnded = ({ execution }: ExecutionChange) => ['SUCCEEDED', 'FAILED'].includes(execution.status);

const ANSWER = { type: 'send_whatsapp_text', params: { text: 'Thanks' } };
const TASK = { type: 'create_task', params: { title: 'Call back' } };

/** Starts an execution whose message was sent without an answer from the provider. */
async function doubtfulSend(actions: object[]): Promise<{ executionId: string; messageId: string }> {
  await client.send('CreateAutomation', {
    input: { name: 'Answer', trigger: { type: 'whatsapp.message_received' }, actions },
  });
  cloud.receiver.reply(reset);
  const doubtful = until(isDoubtful);
  await deliver(
    server,
    client.workspaceId,
    messages({ id: `wamid.${client.workspaceId}`, type: 'text', text: { body: 'Hi' } }),
  );
  const { execution } = await doubtful;
  const sent = JSON.parse(cloud.receiver.requests.at(-1)!.body) as { biz_opaque_callback_data: string };
  return { executionId: execution.id, messageId: sent.biz_opaque_callback_data };
}

const told = (messageId: string, name: string, more: object = {}) =>
  status(`wamid.of.${messageId}`, name, { biz_opaque_callback_data: messageId, ...more });
const shown = async (id: string) => (await client.send<{ execution: Shown }>('ExecutionById', { id })).execution;

it('continues with the next action once the provider reports delivery, and resends nothing', async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER, TASK]);
  const sendings = cloud.receiver.requests.length;

  const ended = until(hasEnded);
  await deliver(server, client.workspaceId, told(messageId, 'delivered'));
  await ended;

  const execution = await shown(executionId);
  expect(execution.steps.map((step) => step.status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(execution.steps[0]).toMatchObject({
    error: null,
    output: { messageId, status: 'SENT', provider: 'whatsapp_cloud', providerMessageId: `wamid.of.${messageId}` },
  });
  expect(cloud.receiver.requests.length).toBe(sendings);
});

it('succeeds when the settled message was its last action, without a gap for subscribers', async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER]);
  const before = await server.database.query<{ seq: number }>(`SELECT seq FROM execution WHERE id = $1`, [executionId]);

  const ended = until(hasEnded);
  await deliver(server, client.workspaceId, told(messageId, 'sent'));

  expect((await ended).execution).toMatchObject({
    status: 'SUCCEEDED',
    seq: before[0]!.seq + 1,
    completedAt: expect.any(Date),
  });
});

it("fails with the provider's reason when it reports that the message failed", async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER, TASK]);

  const ended = until(hasEnded);
  await deliver(
    server,
    client.workspaceId,
    told(messageId, 'failed', { errors: [{ code: 131026, title: 'Undeliverable' }] }),
  );
  await ended;

  const execution = await shown(executionId);
  expect(execution).toMatchObject({ status: 'FAILED', error: { code: 'WHATSAPP_131026' } });
  expect(execution.steps).toMatchObject([
    { status: 'FAILED', error: { code: 'WHATSAPP_131026', retryable: false } },
    { status: 'SKIPPED' },
  ]);
});

it('waits for the delay of the next action after the message is settled', async () => {
  const { messageId } = await doubtfulSend([ANSWER, { ...TASK, delay: '2h' }]);

  const asleep = until(({ execution }) => execution.status === 'SLEEPING' && execution.nextStep === 1);
  await deliver(server, client.workspaceId, told(messageId, 'delivered'));

  expect((await asleep).execution.wakeAt!.getTime()).toBeGreaterThan(Date.now() + 100 * 60_000);
});

it('settles what was reported while nobody listened, from the message itself', async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER]);
  await server.database.query(`UPDATE message SET status = 'READ', provider_message_id = 'wamid.lost' WHERE id = $1`, [
    messageId,
  ]);

  await server.app.get(LateOutcomes, { strict: false }).sweep();

  expect(await shown(executionId)).toMatchObject({ status: 'SUCCEEDED' });
});

it('fails with UNKNOWN_OUTCOME after ten minutes without a report', async () => {
  const { executionId } = await doubtfulSend([ANSWER]);

  await server.app.get(LateOutcomes, { strict: false }).sweep();
  expect(await shown(executionId)).toMatchObject({ status: 'SLEEPING' });
  const ended = until(hasEnded);
  await server.database.advanceClock('11 minutes');
  await server.app.get(Sweeper, { strict: false }).sweep();
  await ended;

  expect(await shown(executionId)).toMatchObject({ status: 'FAILED', error: { code: 'UNKNOWN_OUTCOME' } });
});

it('leaves an execution alone that has continued meanwhile, and settles a step once', async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER]);
  const lateOutcomes = server.app.get(LateOutcomes, { strict: false });
  const [row] = await server.database.query<{ seq: number; retries: number }>(
    `SELECT seq, retries FROM execution WHERE id = $1`,
    [executionId],
  );
  const doubtful = { id: executionId, workspaceId: client.workspaceId, nextStep: 0, ...row! };

  expect(await lateOutcomes.settle({ ...doubtful, seq: row!.seq - 1 }, { status: 'succeeded', output: null })).toBe(
    false,
  );
  expect(
    await lateOutcomes.settle({ ...doubtful, workspaceId: messageId }, { status: 'succeeded', output: null }),
  ).toBe(false);
  expect(await lateOutcomes.settle(doubtful, { status: 'succeeded', output: null })).toBe(true);
  expect(await lateOutcomes.settle(doubtful, { status: 'failed', error: { code: 'LATE', message: 'Late' } })).toBe(
    false,
  );
  expect(await shown(executionId)).toMatchObject({ status: 'SUCCEEDED' });
});

it("does not let another workspace's webhook settle a send", async () => {
  const { executionId, messageId } = await doubtfulSend([ANSWER]);
  const other = await server.client();

  expect(await post(server, other.workspaceId, { body: told(messageId, 'delivered') })).toBe(200);
  await deliver(server, other.workspaceId, told(messageId, 'failed'));
  await server.app.get(LateOutcomes, { strict: false }).sweep();

  expect(await shown(executionId)).toMatchObject({ status: 'SLEEPING' });
});
