import request from 'supertest';
import { Sweeper } from '../../src/executions/upkeep/sweeper.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer({ SWEEP_SECONDS: '3600', READY_MAX_LAG_SECONDS: '60' });
  shop = await Workshop.open(await server.client());
});

afterAll(() => server.close());

const ready = () => request(server.url).get('/health/ready');

it('is ready while nothing is due, however long executions sleep', async () => {
  await shop.automate([{ type: 'create_task', delay: '2h', params: { title: 'Later' } }]);
  const sleeping = server.until(shop.client.workspaceId, ({ execution }) => execution.status === 'SLEEPING');
  await shop.move(await shop.order(), 'Won');
  await sleeping;

  await ready().expect(200, { status: 'ready' });
});

it('is not ready once a sleeper is long overdue, says so, stays alive, and is ready again when the sleeper wakes', async () => {
  await server.database.advanceClock('125 minutes');

  const { body } = await ready().expect(503);
  expect(body).toMatchObject({
    status: 'not ready',
    reason: expect.stringMatching(/^an execution that could run has waited 30\d s, more than 60 s$/),
  });
  await request(server.url).get('/health/live').expect(200, { status: 'live' });

  const ended = server.ended(shop.client.workspaceId);
  await server.app.get(Sweeper, { strict: false }).sweep();
  await ended;
  await ready().expect(200);
});

describe('a queued execution', () => {
  // A workspace that no worker handles.
  let workspaceId: string;
  beforeAll(async () => ({ workspaceId } = await server.client()));

  const INSERT = `
    INSERT INTO execution (id, workspace_id, automation_id, automation_version, definition_id, trigger_type, event_id, event_seq, cascade_depth,
                           status, fence, lease_until, queued_at)
    SELECT gen_random_uuid(), $1, gen_random_uuid(), 1, gen_random_uuid(), 'order.created', gen_random_uuid(), 1, 0,
           $2, $3, clock_now() + interval '1 hour', clock_now() - interval '5 minutes' FROM generate_series(1, $4)`;
  const insert = (status: string, [fence, count]: [number, number]) =>
    server.database.query(INSERT, [workspaceId, status, fence, count]);

  afterEach(() => server.database.query('DELETE FROM execution'));

  it('makes a process not ready when nobody starts it', async () => {
    await insert('QUEUED', [0, 1]);

    await ready().expect(503);
  });

  it('keeps a process ready when its workspace uses all its slots', async () => {
    await insert('RUNNING', [1, 5]);
    await insert('QUEUED', [0, 1]);

    await ready().expect(200);
  });

  it('keeps a process ready when it was queued again just now, even if it began long ago', async () => {
    await insert('QUEUED', [1, 1]);

    await ready().expect(200);
  });
});
