import { Database } from '../../src/platform/database/database.js';
import { UnitOfWork } from '../../src/platform/work/unit-of-work.js';
import { outside } from '../../src/platform/events/origin.js';
import { newId } from '../../src/kernel/ids.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  server = await startTestServer();
  unitOfWork = server.app.get(UnitOfWork, { strict: false });
});

afterAll(() => server.close());

const INSERT = `INSERT INTO workspace (id, name) VALUES ($1, $2)`;
const origin = () => outside(newId(), { type: 'system', id: null });
const happened = (payload = {}) => ({ type: 'something.happened', entityId: newId(), payload });
const count = async (table: 'workspace' | 'event', id: string) =>
  (
    await server.database.query(
      table === 'workspace' ? `SELECT FROM workspace WHERE id = $1` : `SELECT FROM event WHERE workspace_id = $1`,
      [id],
    )
  ).length;

describe('a unit of work', () => {
  it('stores the change and its event together', async () => {
    const by = origin();
    await unitOfWork.run(by, async (work) => {
      await work.query(INSERT, [by.workspaceId, 'kept']);
      work.publish(happened());
    });
    expect([await count('workspace', by.workspaceId), await count('event', by.workspaceId)]).toEqual([1, 1]);
  });

  it('stores neither when the work throws', async () => {
    const by = origin();
    const failing = unitOfWork.run(by, async (work) => {
      await work.query(INSERT, [by.workspaceId, 'lost']);
      work.publish(happened());
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect([await count('workspace', by.workspaceId), await count('event', by.workspaceId)]).toEqual([0, 0]);
  });

  it('stores neither when the event cannot be stored', async () => {
    const by = origin();
    const failing = unitOfWork.run(by, async (work) => {
      await work.query(INSERT, [by.workspaceId, 'lost']);
      work.publish({ ...happened(), entityId: 'not an id' });
    });
    await expect(failing).rejects.toThrow('uuid');
    expect([await count('workspace', by.workspaceId), await count('event', by.workspaceId)]).toEqual([0, 0]);
  });

  it('refuses an event over the limit before anything is committed', async () => {
    const by = origin();
    const failing = unitOfWork.run(by, async (work) => {
      await work.query(INSERT, [by.workspaceId, 'lost']);
      work.publish(happened({ text: 'x'.repeat(300_000) }));
    });
    await expect(failing).rejects.toThrow('256 KiB');
    expect(await count('workspace', by.workspaceId)).toBe(0);
  });

  it('reports a failed statement whose error was ignored', async () => {
    const by = origin();
    const failing = unitOfWork.run(by, async (work) => {
      await work.query(INSERT, [by.workspaceId, 'lost']);
      await work.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await count('workspace', by.workspaceId)).toBe(0);
  });

  it('releases its connection, however it ends', async () => {
    const database = server.app.get(Database, { strict: false });
    for (let turn = 0; turn < 20; turn += 1)
      await unitOfWork.run(origin(), () => Promise.reject(new Error('no'))).catch(() => undefined);
    await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });
});
