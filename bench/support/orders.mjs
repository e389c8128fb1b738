const INSERT_CONTACTS = `
  INSERT INTO contact (id, workspace_id, name, phone)
  SELECT gen_random_uuid(), $1, 'Contact ' || n, '+55119' || lpad(n::text, 8, '0') FROM generate_series(1, $2) n`;

const INSERT_ORDERS = `
  WITH people AS (SELECT id, row_number() OVER () AS n FROM contact WHERE workspace_id = $1)
  INSERT INTO "order" (id, workspace_id, name, value, contact_id, pipeline_id, stage_id)
  SELECT gen_random_uuid(), $1, 'Order ' || o.n, 150, people.id, $2, $3
  FROM generate_series(1, $4::int) AS o(n) JOIN people ON people.n = 1 + o.n % (SELECT count(*) FROM people) RETURNING id`;

/** Creates orders at each workspace's first stage, for all its contacts; resolves with what movers need, well mixed. */
export async function makeOrders(stage, database, { workspaces, count }) {
  const each = Math.ceil(count / workspaces.length);
  const lists = [];
  for (const {
    id,
    key,
    pipelineId,
    stageIds: [from, to],
  } of workspaces) {
    await stage.query(database.name, INSERT_CONTACTS, [id, Math.ceil(each / 2)]);
    const rows = await stage.query(database.name, INSERT_ORDERS, [id, pipelineId, from, each]);
    lists.push(rows.map((row) => ({ id: row.id, stageId: to, key })));
  }
  await stage.query(database.name, 'ANALYZE');
  return Array.from({ length: each }, (_, index) => lists.map((list) => list[index])).flat();
}

const UNFINISHED = `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM execution WHERE status IN ('QUEUED', 'RUNNING'))::int AS n`;

/** Resolves when no event is undispatched and no execution is queued or running. */
export async function allEnded(stage, database, within = 120_000) {
  const until = performance.now() + within;
  for (;;) {
    const [{ n }] = await stage.query(database.name, UNFINISHED);
    if (n === 0) return;
    if (performance.now() > until)
      throw new Error(`${n} events or executions are still open after ${within / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
