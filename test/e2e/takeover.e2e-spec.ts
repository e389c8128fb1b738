import { once } from 'node:events';
import { OutcomeUnknownError } from '../../src/actions/action.errors.js';
import { MessageGateway } from '../../src/crm/conversations/gateway/message-gateway.js';
import { Claims } from '../../src/executions/engine/claims.js';
import { Engine } from '../../src/executions/engine/engine.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { Gate } from '../support/gate.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { status, WebhookReceiver } from '../support/webhook-receiver.js';
import { statuses, Workshop } from '../support/workshop.js';

/** Accepts messages and never answers until it is released. */
class NeverTells extends MessageGateway {
  readonly provider = 'whatsapp_cloud';
  readonly gate = new Gate();
  sends = 0;

  async send(): Promise<never> {
    this.sends += 1;
    this.told?.();
    await this.gate.pass();
    throw new OutcomeUnknownError('Let go');
  }

  private told: (() => void) | undefined;
  readonly called = new Promise<void>((resolve) => (this.told = resolve));
}

let server: TestServer;
let receiver: WebhookReceiver;
let shop: Workshop;
let gate: Gate;
let gateway: NeverTells;

beforeEach(async () => {
  gateway = new NeverTells();
  gate = new Gate();
  receiver = await WebhookReceiver.start();
  // Here only `advance` looks for dead workers, and no lease is renewed in the meantime.
  const environment = { OUTBOUND_ALLOWLIST: '127.0.0.1/32', SWEEP_SECONDS: '3600', LEASE_SECONDS: '3600' };
  server = await startTestServer(environment, { override: [{ provide: MessageGateway, useValue: gateway }] });
  shop = await Workshop.open(await server.client());
});

afterEach(async () => {
  gate.open();
  gateway.gate.open();
  await server.close();
  await receiver.close();
});

const call = () => ({ key: 'call', type: 'webhook', params: { url: receiver.url } });
const task = (title: string) => ({ key: title, type: 'create_task', params: { title } });

/** Resolves with the id of an execution whose webhook waits at the gate. */
async function heldAtGate(reply = status(200)) {
  receiver.reply(gate.before(reply));
  await shop.move(await shop.order(), 'Won');
  await receiver.received(1);
  return (await shop.executions()).at(-1)!.id;
}

/** Simulates a worker that is silent for longer than the lease, and lets the sweeper notice. */
async function loseLeases(ids: string[]) {
  await server.database.query(
    `UPDATE execution SET lease_until = clock_now() - interval '1 second' WHERE id = ANY($1)`,
    [ids],
  );
  await server.advance('0s');
}

/** The same for one execution, until it is tried again. */
async function loseLease(id: string) {
  await loseLeases([id]);
  // From the second loss on it is retried only after a pause.
  await server.advance('30s');
}

const row = async (id: string) =>
  (
    await server.database.query<{ status: string; fence: number; crashes: number; seq: number }>(
      'SELECT status, fence, crashes, seq FROM execution WHERE id = $1',
      [id],
    )
  )[0]!;

const load = () => server.app.get(Engine, { strict: false }).load;

/** Resolves when this process holds this many executions; each check is a round trip. */
async function holds(count: number) {
  while (load() !== count) await server.database.query('SELECT');
}

it.each([
  ['in a later claim', 'fence = fence + 1, worker_id = gen_random_uuid()'],
  ['in a claim with the same number, because its own was lost with the server', 'worker_id = gen_random_uuid()'],
])('changes nothing for a worker that lost its execution to another %s', async (_, taken) => {
  await shop.automate([task('before'), call(), task('after')]);
  const id = await heldAtGate(status(410));

  await server.database.query(`UPDATE execution SET ${taken} WHERE id = $1`, [id]);
  const theirs = await row(id);
  gate.open();
  await holds(0);

  expect(await row(id)).toEqual(theirs);
  expect(statuses(await shop.execution(id))).toEqual(['SUCCEEDED', 'RUNNING', 'PENDING']);
  expect(await shop.tasks()).toEqual(['before']);
});

it('sends a webhook again with the same webhook-id when its worker died, and ends the execution once', async () => {
  await shop.automate([task('before'), call(), task('after')]);
  let answered = Promise.resolve<unknown>(undefined);
  const id = await heldAtGate((response, request) => {
    answered = once(response, 'close');
    status(410)(response, request);
  });
  const second = new Gate();
  receiver.reply(second.before(status(200, {}, 'second')));

  await loseLease(id);
  await receiver.received(2);
  expect(await row(id)).toMatchObject({ status: 'RUNNING', crashes: 1 });
  const ended = server.ended(shop.client.workspaceId);
  // The old worker gets 410, which would end the execution, and must not record it.
  gate.open();
  await answered;
  second.open();
  await ended;

  const execution = await shop.execution(id);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', error: null });
  expect(execution.steps[1]).toMatchObject({ status: 'SUCCEEDED', attempts: 2, output: { body: 'second' } });
  expect(await shop.tasks()).toEqual(['before', 'after']);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([
    receiver.requests[0]!.headers['webhook-id'],
    receiver.requests[0]!.headers['webhook-id'],
  ]);
});

it('keeps an execution it took over, even if it learns only later that it had lost it before', async () => {
  await shop.automate([call(), task('after')]);
  const id = await heldAtGate();
  const hears = new Gate();
  const asked = holdStanding(hears);
  const second = new Gate();
  receiver.reply(second.before());

  await server.database.query(
    `UPDATE execution SET status = 'QUEUED', fence = fence + 1, lease_until = NULL WHERE id = $1`,
    [id],
  );
  gate.open();
  await asked;
  await server.advance('0s');
  await receiver.received(2);
  hears.open();
  await heard(hears);
  expect(load()).toBe(1);

  const ended = server.ended(shop.client.workspaceId);
  second.open();
  await ended;
  expect(await shop.execution(id)).toMatchObject({ status: 'SUCCEEDED' });
});

/** Holds the worker at the gate after it has asked why its write was stale; resolves when it has asked. */
function holdStanding(gate: Gate): Promise<void> {
  const admission = server.app.get(Claims, { strict: false });
  const standing = admission.standing.bind(admission);
  return new Promise((resolve) => {
    admission.standing = async (execution) => {
      const answer = await standing(execution);
      resolve();
      await gate.pass();
      return answer;
    };
  });
}

/** Resolves when the worker has continued after the gate was opened. */
async function heard(gate: Gate) {
  await gate.pass();
  await server.database.query('SELECT');
}

it('renews the leases of what it holds, without waiting for a concurrent move or treating that execution as lost', async () => {
  await shop.automate([call()]);
  receiver.reply(gate.before(), gate.before());
  for (const name of ['moves', 'waits']) await shop.move(await shop.order({ name }), 'Won');
  await receiver.received(2);
  const ids = (await shop.executions()).map(({ id }) => id);
  await server.database.query('UPDATE execution SET lease_until = clock_now()');

  await server.app.get(UnitOfWork, { strict: false }).transaction(async (transaction) => {
    await transaction.query('SELECT FROM execution WHERE id = $1 FOR UPDATE', [ids[0]]);
    await server.app.get(Engine, { strict: false }).renewLeases();
  });

  const renewed = await server.database.query<{ id: string }>(
    'SELECT id FROM execution WHERE lease_until > clock_now()',
  );
  expect(renewed).toEqual([{ id: ids[1] }]);
  expect(load()).toBe(2);
});

it('renews a lease with every move', async () => {
  await shop.automate([call(), call()].map((action, index) => ({ ...action, key: `call${index}` })));
  const id = await heldAtGate();
  const second = new Gate();
  receiver.reply(second.before());
  await server.database.query('UPDATE execution SET lease_until = clock_now()');

  gate.open();
  await receiver.received(2);
  expect(
    await server.database.query<{ id: string }>('SELECT id FROM execution WHERE lease_until > clock_now()'),
  ).toEqual([{ id }]);
  second.open();
});

it('sets a message to UNKNOWN that was being sent when its worker died, and does not resend it', async () => {
  await shop.receive('Hi');
  await shop.automate([{ key: 'send', type: 'send_whatsapp_text', params: { text: 'Hello' } }, task('after')]);
  await shop.move(await shop.order(), 'Won');
  await gateway.called;
  const { id } = (await shop.executions())[0]!;

  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await loseLease(id);
  await sleeping;
  expect(await shop.execution(id)).toMatchObject({
    steps: [{ status: 'UNKNOWN', attempts: 1, error: { code: 'UNKNOWN_OUTCOME' } }, { status: 'PENDING' }],
  });

  const ended = server.ended(shop.client.workspaceId);
  await server.advance('11 minutes');
  await ended;
  expect(await shop.execution(id)).toMatchObject({ status: 'FAILED', error: { code: 'UNKNOWN_OUTCOME' } });
  expect(gateway.sends).toBe(1);
  expect((await shop.messages()).at(-1)).toMatchObject({ direction: 'OUTBOUND', status: 'UNKNOWN' });
});

it('leaves a message UNKNOWN that was being sent when its execution was cancelled and its worker died', async () => {
  await shop.receive('Hi');
  await shop.automate([{ key: 'send', type: 'send_whatsapp_text', params: { text: 'Hello' } }, task('after')]);
  await shop.move(await shop.order(), 'Won');
  await gateway.called;
  const { id } = (await shop.executions())[0]!;

  await shop.client.send('CancelExecution', { id });
  const ended = server.ended(shop.client.workspaceId);
  await loseLease(id);
  await server.advance('11 minutes');
  await ended;

  expect(statuses(await shop.execution(id))).toEqual(['UNKNOWN', 'SKIPPED']);
  expect((await shop.messages()).at(-1)).toMatchObject({ direction: 'OUTBOUND', status: 'UNKNOWN' });
});

it('gives up an execution that stops its worker repeatedly, while others run', async () => {
  await shop.automate([call(), task('after')]);
  receiver.reply(gate.before(), gate.before(), gate.before(), gate.before(), gate.before());
  await shop.move(await shop.order(), 'Won');

  for (let crash = 1; crash <= 5; crash++) {
    await receiver.received(crash);
    await loseLease((await shop.executions())[0]!.id);
  }
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order({ name: 'Neighbour' }), 'Won');
  await ended;

  const [crashed, neighbour] = await shop.executions();
  expect(crashed).toMatchObject({ status: 'FAILED', error: { code: 'CRASHED' } });
  expect(neighbour).toMatchObject({ status: 'SUCCEEDED' });
  expect(receiver.requests).toHaveLength(6);
  expect(new Set(receiver.requests.slice(0, 5).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await shop.tasks()).toEqual(['after']);
});

it("runs suspects, which lost their worker twice, one at a time, so that they cannot stop another's worker", async () => {
  await shop.automate([call(), task('after')]);
  receiver.reply(...Array.from({ length: 5 }, () => gate.before()));
  for (const name of ['One', 'Other']) await shop.move(await shop.order({ name }), 'Won');
  const statusOfAll = async () => (await shop.executions()).map(({ status }) => status).sort();

  await receiver.received(2);
  const ids = (await shop.executions()).map(({ id }) => id);
  await loseLeases(ids);
  await receiver.received(4);
  await loseLeases(ids);
  expect(await statusOfAll()).toEqual(['SLEEPING', 'SLEEPING']);

  await server.advance('30s');
  await receiver.received(5);
  await server.advance('30s');
  expect(await statusOfAll()).toEqual(['RUNNING', 'SLEEPING']);

  const [first, both] = [server.ended(shop.client.workspaceId), server.ended(shop.client.workspaceId, 2)];
  gate.open();
  await first;
  await server.advance('0s');
  await both;
  expect(await statusOfAll()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(receiver.requests).toHaveLength(6);
});

it('shows no step as running in an execution that was given up', async () => {
  await shop.automate([call(), task('after')]);
  receiver.reply(gate.before(), gate.before(), gate.before(), gate.before(), gate.before());
  await shop.move(await shop.order(), 'Won');
  for (let crash = 1; crash <= 5; crash++) {
    await receiver.received(crash);
    await loseLease((await shop.executions())[0]!.id);
  }

  const crashed = (await shop.executions())[0]!;
  expect(crashed).toMatchObject({ status: 'FAILED' });
  expect(statuses(crashed)).not.toContain('RUNNING');
});

it('gives up an execution that can never be recorded, instead of repeating it forever', async () => {
  server.app.useLogger(false);
  await shop.automate([call()]);
  await server.database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by the test'; END $$`,
  );
  await server.database.query(
    `CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON step FOR EACH ROW WHEN (NEW.status = 'SUCCEEDED') EXECUTE FUNCTION refuse()`,
  );
  await shop.move(await shop.order(), 'Won');

  for (let time = 1; time <= 6; time++) {
    await letGo();
    await server.advance('30s');
    await server.advance('30s');
  }

  expect((await shop.executions())[0]).toMatchObject({ status: 'FAILED' });
  expect(receiver.requests.length).toBeLessThanOrEqual(5);
});

/** Resolves when no worker holds it. */
async function letGo() {
  while (
    (
      await server.database.query(
        `SELECT FROM execution WHERE status = 'RUNNING' AND lease_until > clock_now() OR fence = 0`,
      )
    ).length > 0
  );
}
