import { MessageGateway } from '../../src/crm/conversations/gateway/message-gateway.js';
import type { JournalEntry } from '../../src/executions/log/step-journal.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { statuses, Workshop } from '../support/workshop.js';

/** Succeeds immediately and counts. */
class Counts extends MessageGateway {
  readonly provider = 'whatsapp_cloud';
  sends = 0;

  async send() {
    this.sends += 1;
    return { provider: this.provider, providerMessageId: `wamid.${this.sends}` } as const;
  }
}

let server: TestServer;
let shop: Workshop;
let gateway: Counts;

beforeEach(async () => {
  gateway = new Counts();
  server = await startTestServer(
    { SWEEP_SECONDS: '3600' },
    { override: [{ provide: MessageGateway, useValue: gateway }] },
  );
  shop = await Workshop.open(await server.client());
  await shop.receive('Hi');
  await shop.automate([
    { key: 'task', type: 'create_task', params: { title: 'before' } },
    { key: 'send', type: 'send_whatsapp_text', params: { text: 'Hello' } },
    { key: 'last', type: 'create_task', params: { title: 'after' } },
  ]);
});

afterEach(() => server.close());

type Sealed = UnitOfWork['sealed'];

/** Intercepts what the worker writes to its database. */
function between(tamper: (sealed: Sealed) => Sealed) {
  const unitOfWork = server.app.get(UnitOfWork, { strict: false });
  unitOfWork.sealed = tamper(unitOfWork.sealed.bind(unitOfWork));
}

const gone = () => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });

/** Commits, then loses the first answer after which the step has this status. */
function losesTheAnswer(status: string): Promise<void> {
  let lose = true;
  return new Promise((resolve) => {
    between((sealed) => async (body, seal) => {
      const answer = await sealed(body, seal);
      const entries = answer[0] as unknown as JournalEntry[];
      if (
        !lose ||
        !entries.some(({ move }) => move.steps.some((step) => step.key === 'send' && step.status === status))
      )
        return answer;
      lose = false;
      resolve();
      throw gone();
    });
  });
}

async function run() {
  const ended = server.ended(shop.client.workspaceId);
  await shop.move(await shop.order(), 'Won');
  await ended;
  return (await shop.executions())[0]!;
}

const allDone = { status: 'SUCCEEDED', error: null };

it.each([
  ['its intent', 'RUNNING'],
  ['its outcome', 'SUCCEEDED'],
])('sends a message once, and continues, when the answer to the commit of %s is lost', async (_, status) => {
  const lost = losesTheAnswer(status);
  const execution = await run();
  await lost;
  expect(execution).toMatchObject(allDone);
  expect(statuses(execution)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect([gateway.sends, await shop.tasks()]).toEqual([1, ['before', 'after']]);
});

it("keeps the provider's answer while the database is away, and records it afterwards", async () => {
  let away = 2;
  between((sealed) => async (body, seal) => {
    if (gateway.sends === 1 && away-- > 0) throw gone();
    return sealed(body, seal);
  });
  const execution = await run();
  expect(away).toBeLessThan(1);
  expect(execution).toMatchObject(allDone);
  expect(execution.steps[1]).toMatchObject({
    status: 'SUCCEEDED',
    attempts: 1,
    output: { providerMessageId: 'wamid.1' },
  });
  expect(gateway.sends).toBe(1);
});
