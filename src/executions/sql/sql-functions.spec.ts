import { newId } from '../../kernel/ids.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

let database: TestDatabase;
let workspaceId: string;
let automationId: string;
let eventSeq = 0;
const worker = newId();

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  [workspaceId, automationId] = [newId(), newId()];
  await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'SQL')`, [workspaceId]);
  await database.query(`INSERT INTO automation_gate (automation_id, workspace_id, open) VALUES ($1, $2, true)`, [
    automationId,
    workspaceId,
  ]);
});

afterAll(() => database.drop());

type Row = Record<string, unknown>;

/** An execution with the given columns, claimed by our worker if it is running. */
async function execution(given: Row = {}): Promise<string> {
  const id = newId();
  eventSeq += 1;
  const claim =
    given.status === 'RUNNING'
      ? { worker_id: worker, fence: 1, lease_until: new Date(Date.now() + 30_000), started_at: new Date() }
      : {};
  const row = {
    id,
    workspace_id: workspaceId,
    automation_id: automationId,
    automation_version: 1,
    definition_id: newId(),
    trigger_type: 'order.created',
    event_id: newId(),
    event_seq: eventSeq,
    cascade_depth: 0,
    ...claim,
    ...given,
  };
  const columns = Object.keys(row);
  await database.query(
    `INSERT INTO execution (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
  return id;
}

async function stateOf(id: string): Promise<Row> {
  const [row] = await database.query(
    `SELECT status, seq, fence, next_step, crashes, retries, worker_id, lease_until, wake_at, completed_at, error FROM execution WHERE id = $1`,
    [id],
  );
  return row!;
}

const aStep = (executionId: string, changes: Row = {}) => ({
  executionId,
  workspaceId,
  index: 0,
  key: 'first',
  actionType: 'create_task',
  status: 'SUCCEEDED',
  attempts: 1,
  input: null,
  output: null,
  error: null,
  beganMs: 0,
  elapsedMs: 5,
  ...changes,
});

describe('record_moves', () => {
  const move = (executionId: string, changes: Row = {}) => ({
    executionId,
    fence: 1,
    seq: 1,
    guarded: true,
    status: 'RUNNING',
    nextStep: 1,
    crashes: 0,
    wakeInMs: null,
    error: null,
    ...changes,
  });
  const record = (moves: Row[], steps: Row[] = [], by = worker) =>
    database.query<{ cancelled: string[] }>(`SELECT * FROM record_moves($1, interval '30 seconds', $2, $3)`, [
      by,
      JSON.stringify(moves),
      JSON.stringify(steps),
    ]);

  it('writes the given state, increments seq and renews the lease', async () => {
    const id = await execution({ status: 'RUNNING', crashes: 2, lease_until: new Date(Date.now() + 1_000) });

    await record([move(id)], [aStep(id)]);

    const after = await stateOf(id);
    expect(after).toMatchObject({
      status: 'RUNNING',
      seq: 2,
      fence: 1,
      next_step: 1,
      crashes: 0,
      worker_id: worker,
      wake_at: null,
      completed_at: null,
    });
    expect((after.lease_until as Date).getTime()).toBeGreaterThan(Date.now() + 20_000);
    expect(await database.query(`SELECT status, attempts FROM step WHERE execution_id = $1`, [id])).toEqual([
      { status: 'SUCCEEDED', attempts: 1 },
    ]);
  });

  it.each<[string, Row, Row]>([
    ['another fence', {}, { fence: 0 }],
    ['another seq', {}, { seq: 2 }],
    ['another worker', { worker_id: newId() }, {}],
    ['an execution without a claim', { worker_id: null }, {}],
    ['an unguarded move with another seq', {}, { seq: 2, guarded: false }],
    ['an unguarded move with another fence', {}, { fence: 2, guarded: false }],
    ['a guarded move of an execution with a requested cancellation', { cancel_requested: true }, {}],
  ])('rejects %s, and writes nothing', async (_, given, changes) => {
    const [bystander, id] = [await execution({ status: 'RUNNING' }), await execution({ status: 'RUNNING', ...given })];
    const before = await stateOf(id);

    await expect(record([move(bystander), move(id, changes)], [aStep(bystander), aStep(id)])).rejects.toMatchObject({
      code: 'CR001',
    });

    expect(await stateOf(id)).toEqual(before);
    expect(await stateOf(bystander)).toMatchObject({ seq: 1 });
    expect(await database.query(`SELECT FROM step WHERE execution_id = ANY($1)`, [[bystander, id]])).toEqual([]);
  });

  it('rejects a guarded move while the gate is closed, and accepts an unguarded one', async () => {
    const id = await execution({ status: 'RUNNING' });
    await database.query(`UPDATE automation_gate SET open = false WHERE automation_id = $1`, [automationId]);

    await expect(record([move(id)])).rejects.toMatchObject({ code: 'CR001' });
    await record([
      move(id, { guarded: false, status: 'CANCELLED', error: { code: 'AUTOMATION_DISABLED', message: 'Off' } }),
    ]);

    expect(await stateOf(id)).toMatchObject({
      status: 'CANCELLED',
      seq: 2,
      error: { code: 'AUTOMATION_DISABLED' },
      completed_at: expect.any(Date),
    });
  });

  it('returns the executions with a requested cancellation', async () => {
    const id = await execution({ status: 'RUNNING', cancel_requested: true });
    expect(await record([move(id, { guarded: false })])).toMatchObject([{ cancelled: [id] }]);
  });

  it('returns exactly the workspaces in which others wait for the released slot', async () => {
    const [quiet, crowded] = [newId(), newId()];
    await execution({ workspace_id: crowded, status: 'QUEUED' });
    const [left, leaving, staying] = [
      await execution({ workspace_id: quiet, status: 'RUNNING' }),
      await execution({ workspace_id: crowded, status: 'RUNNING' }),
      await execution({ workspace_id: crowded, status: 'RUNNING' }),
    ];
    expect(await record([move(left, { status: 'SUCCEEDED' }), move(staying)])).toMatchObject([{ crowded: [] }]);
    expect(await record([move(leaving, { status: 'SUCCEEDED' })])).toMatchObject([{ crowded: [crowded] }]);
  });

  it('computes the start of a step from its time in the transaction, also for a worker of 0.1.0', async () => {
    const id = await execution({ status: 'RUNNING' });
    const [recorded] = await record(
      [move(id)],
      [
        aStep(id, { beganMs: 40, elapsedMs: 90 }),
        aStep(id, { index: 1, key: 'old', beganMs: undefined, begun: true }),
        aStep(id, { index: 2, key: 'planned', beganMs: null, elapsedMs: null, attempts: 0, status: 'WAITING' }),
      ],
    );
    const at = (recorded as unknown as { recorded_at: Date }).recorded_at.getTime();
    const steps = await database.query(
      `SELECT started_at, completed_at FROM step WHERE execution_id = $1 ORDER BY index`,
      [id],
    );
    expect(steps).toEqual([
      { started_at: new Date(at + 40), completed_at: new Date(at + 90) },
      { started_at: new Date(at), completed_at: new Date(at + 5) },
      { started_at: null, completed_at: null },
    ]);
  });

  it('sets when a sleeper wakes', async () => {
    const id = await execution({ status: 'RUNNING' });
    await record([move(id, { status: 'SLEEPING', wakeInMs: 60_000 })]);
    expect(((await stateOf(id)).wake_at as Date).getTime()).toBeGreaterThan(Date.now() + 50_000);
  });
});

describe('move_executions', () => {
  const move = (executionId: string, changes: Row = {}) => ({
    executionId,
    seq: 1,
    status: 'QUEUED',
    nextStep: 0,
    crashes: 0,
    retries: 0,
    cancelRequested: false,
    wakeInMs: null,
    error: null,
    ...changes,
  });
  const moveAll = (moves: Row[], steps: Row[] = []) =>
    database.query<Row>(`SELECT * FROM move_executions($1, $2)`, [JSON.stringify(moves), JSON.stringify(steps)]);

  it('ends the claim of a worker, so that nothing it writes counts', async () => {
    const id = await execution({ status: 'RUNNING' });

    const [moved] = await moveAll([move(id, { crashes: 1 })]);

    expect(moved).toMatchObject({
      id,
      status: 'QUEUED',
      seq: 2,
      fence: 2,
      crashes: 1,
      worker_id: null,
      lease_until: null,
    });
  });

  it('returns the new rows, and rejects an execution that has changed', async () => {
    const [id, other] = [
      await execution({ status: 'SLEEPING', wake_at: new Date() }),
      await execution({ status: 'SLEEPING', wake_at: new Date(), seq: 7 }),
    ];

    await expect(moveAll([move(id), move(other)])).rejects.toMatchObject({ code: 'CR001' });

    expect(await stateOf(id)).toMatchObject({ status: 'SLEEPING', seq: 1 });
    expect(await moveAll([move(other, { seq: 7 })])).toMatchObject([
      { id: other, seq: 8, wake_at: null, completed_at: null },
    ]);
  });

  it('restarts a step whose attempts start over', async () => {
    const id = await execution({ status: 'FAILED', completed_at: new Date() });
    await database.query(
      `INSERT INTO step (execution_id, index, workspace_id, key, action_type, status, attempts, started_at, completed_at) VALUES ($1, 0, $2, 'first', 'webhook', 'FAILED', 4, now(), now())`,
      [id, workspaceId],
    );

    await moveAll(
      [move(id, { retries: 1 })],
      [aStep(id, { status: 'WAITING', attempts: 0, beganMs: null, elapsedMs: null })],
    );

    expect(
      await database.query(`SELECT status, attempts, started_at, completed_at FROM step WHERE execution_id = $1`, [id]),
    ).toEqual([{ status: 'WAITING', attempts: 0, started_at: null, completed_at: null }]);
  });
});

describe('admit_queued', () => {
  const look = (limit = 100, cap = 5) =>
    database.query<{ id: string | null; crowded: string | null }>(
      `SELECT (a.claimed).id, a.crowded FROM admit_queued($1, $2, $3, $4, interval '30 seconds') a`,
      [[workspaceId], worker, limit, cap],
    );
  const admit = async (limit?: number, cap?: number) => (await look(limit, cap)).flatMap(({ id }) => id ?? []);
  const queue = async (count: number, given: Row = {}) => {
    const ids = [];
    for (let index = 0; index < count; index += 1) ids.push(await execution(given));
    return ids;
  };

  it('claims with a new fence, with a lease', async () => {
    const [id] = await queue(1);
    expect(await admit()).toEqual([id]);
    expect(await stateOf(id!)).toMatchObject({
      status: 'RUNNING',
      seq: 2,
      fence: 1,
      worker_id: worker,
      lease_until: expect.any(Date),
    });
  });

  it.each([
    ['the cap', 0, 100, 5],
    ['the cap minus running executions', 3, 100, 2],
    ['nothing at the cap', 5, 100, 0],
    ['what the worker has room for', 0, 2, 2],
  ])('admits %s', async (...[, running, limit, admitted]) => {
    await queue(running, { status: 'RUNNING' });
    await queue(8);
    expect(await admit(limit)).toHaveLength(admitted);
  });

  it("admits up to the workspace's own limit instead of the cap", async () => {
    await database.query(`UPDATE workspace SET concurrent_executions = 7 WHERE id = $1`, [workspaceId]);
    await queue(2, { status: 'RUNNING' });
    await queue(8);
    expect(await admit()).toHaveLength(5);
  });

  it('admits one execution per subject at a time, in the order of their events', async () => {
    const subject_id = newId();
    const [second] = await queue(1, { subject_id, event_seq: 9_000_002 });
    const [first] = await queue(1, { subject_id, event_seq: 9_000_001 });

    expect(await admit()).toEqual([first]);
    expect(await admit()).toEqual([]);
    await database.query(`UPDATE execution SET status = 'SUCCEEDED' WHERE id = $1`, [first]);
    expect(await admit()).toEqual([second]);
  });

  it.each([
    ['nothing waits', 0, 0, false],
    ['all that wait are admitted', 4, 1, false],
    ['others wait for a slot', 4, 2, true],
    ['no slot is free', 5, 1, true],
  ])('tells whether others still wait: %s', async (...[, running, queued, expected]) => {
    await queue(running, { status: 'RUNNING' });
    await queue(queued);
    expect((await look()).filter(({ crowded }) => crowded)).toEqual(
      expected ? [{ id: null, crowded: workspaceId }] : [],
    );
  });

  it('tells that another execution waits for the same subject', async () => {
    const ids = await queue(2, { subject_id: newId() });
    expect((await look()).map(({ id, crowded }) => id ?? crowded)).toEqual([ids[0], workspaceId]);
  });

  it('serves workers of 0.1.0, which know no such rows', async () => {
    const ids = await queue(2, { subject_id: newId() });
    const text = `SELECT (a.claimed).id, (a.cause).id AS cause FROM admit_executions($1, $2, 9, 5, interval '30 seconds') a`;
    expect(await database.query(text, [[workspaceId], worker])).toMatchObject([{ id: ids[0] }]);
  });

  it('follows the order of events, in whatever order executions were written', async () => {
    const late = await queue(5, { event_seq: 9_100_009 });
    const early = await queue(2, { event_seq: 9_100_001 });

    const admitted = await admit();

    expect(admitted).toEqual(expect.arrayContaining(early));
    expect(admitted.filter((id) => late.includes(id))).toHaveLength(3);
  });

  it('looks past many executions of one subject', async () => {
    await queue(60, { subject_id: newId() });
    const [other] = await queue(1, { subject_id: newId() });

    expect(await admit()).toHaveLength(1);
    expect(await admit()).toEqual([other]);
  });
});
