import { idAt } from './sql.mjs';

const BATCH = 250_000;

// Copied from rows that the product stored, so that they cannot differ from its own.
const KEEP = [
  `CREATE TABLE waiting_execution AS SELECT * FROM execution WHERE awaits_event IS NOT NULL`,
  `CREATE TABLE waiting_event AS SELECT * FROM event WHERE id IN (SELECT event_id FROM waiting_execution)`,
  `CREATE TABLE waiting_step AS SELECT * FROM step WHERE execution_id IN (SELECT id FROM waiting_execution)`,
  `DELETE FROM step WHERE execution_id IN (SELECT id FROM waiting_execution)`,
  `DELETE FROM event WHERE id IN (SELECT id FROM waiting_event)`,
  `DELETE FROM execution WHERE id IN (SELECT id FROM waiting_execution)`,
];

const COPY = `
  WITH original AS (SELECT w, row_number() OVER (ORDER BY id) - 1 AS place FROM waiting_execution w),
  copy AS MATERIALIZED (
    SELECT n, w, gen_random_uuid() AS contact_id, nextval(pg_get_serial_sequence('event', 'seq')) AS seq,
      ${idAt('at', 'n')} AS id, ${idAt('at', '(n + 100000000)')} AS event_id
    FROM generate_series($1::int + 1, $1::int + $2::int) n JOIN original ON place = n % (SELECT count(*) FROM original),
      LATERAL (SELECT now() - interval '1 day' + n * interval '10 milliseconds' AS at) t
  ), caused AS (
    INSERT INTO event OVERRIDING SYSTEM VALUE
    SELECT made.* FROM copy c JOIN waiting_event v ON v.id = (c.w).event_id,
      jsonb_populate_record(v, jsonb_build_object('id', c.event_id, 'seq', c.seq, 'entity_id', c.contact_id, 'contact_id', c.contact_id,
        'root_event_id', c.event_id, 'payload', replace(v.payload::text, v.contact_id::text, c.contact_id::text)::jsonb)) made
  ), stepped AS (
    INSERT INTO step
    SELECT made.* FROM copy c JOIN waiting_step s ON s.execution_id = (c.w).id,
      jsonb_populate_record(s, jsonb_build_object('execution_id', c.id)) made
  )
  INSERT INTO execution
  SELECT made.* FROM copy c,
    jsonb_populate_record(c.w, jsonb_build_object('id', c.id, 'event_id', c.event_id, 'event_seq', c.seq, 'subject_id', c.contact_id,
      'awaits_id', c.contact_id, 'wake_at', (c.w).wake_at + c.n * interval '10 milliseconds')) made`;

/** Moves the waiting executions of a database aside, as originals for the copies. */
export async function keepWaiting(stage, { name }) {
  for (const text of KEEP) await stage.query(name, text);
}

/** Inserts this many copies after those made before: each for its own contact, one every 10 ms since yesterday. */
export async function makeWaiting(stage, { name }, { made, count }) {
  for (let done = 0; done < count; done += BATCH)
    await stage.query(name, COPY, [made + done, Math.min(BATCH, count - done)]);
}

/** Some of the waiting executions, chosen at random: each with its workspace, its contact and the event that started it. */
export const pickWaiting = (stage, { name }, count) =>
  stage.query(
    name,
    `SELECT workspace_id AS "workspaceId", awaits_id AS "contactId", event_id AS "eventId" FROM execution WHERE awaits_event IS NOT NULL ORDER BY random() LIMIT $1`,
    [count],
  );
