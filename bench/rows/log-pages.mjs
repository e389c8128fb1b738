import { inTurns } from '../support/in-turns.mjs';
import { EVENTS, LOG, ROWS_OF, STEPS_OF } from '../support/sql.mjs';
import { automation } from './ours.mjs';

const FEW = 10_000;
// Executions; an execution, its event and its steps are five rows.
const SIZES = { short: 100_000, full: 2_050_000, long: 10_000_000 };
const BATCH = 250_000;

const EXECUTIONS = `query ($filter: ExecutionFilter, $after: String) { executions(first: 50, filter: $filter, after: $after) {
  edges { cursor node { id status automation { name } steps { key status } queuedAt durationMs } } pageInfo { hasNextPage endCursor } } }`;
const EVENT_LIST = `query ($filter: EventFilter, $after: String) { events(first: 50, filter: $filter, after: $after) {
  edges { cursor node { id type occurredAt } } pageInfo { hasNextPage endCursor } } }`;

/** Each list as a person views it; `deep` begins in the middle of the log. */
const lists = ({ automationId, contactId, middle }) => ({
  'first page': [EXECUTIONS, {}],
  'deep page': [EXECUTIONS, { after: middle }],
  'by automation': [EXECUTIONS, { filter: { automationId } }],
  'failed only': [EXECUTIONS, { filter: { status: 'FAILED' } }],
  'failed, deep': [EXECUTIONS, { filter: { status: 'FAILED' }, after: middle }],
  'cancelled only': [EXECUTIONS, { filter: { status: 'CANCELLED' } }],
  'running only': [EXECUTIONS, { filter: { status: 'RUNNING' } }],
  'by trigger type': [EXECUTIONS, { filter: { triggerType: 'contact.created' } }],
  'by trigger type, none': [EXECUTIONS, { filter: { triggerType: 'tag.removed' } }],
  'of an hour long ago': [EXECUTIONS, { filter: { from: ago(80 * 24), to: ago(80 * 24 - 1) } }],
  events: [EVENT_LIST, {}],
  'events, deep': [EVENT_LIST, { after: middle }],
  'events by type': [EVENT_LIST, { filter: { type: 'contact.created' } }],
  'events of a contact': [EVENT_LIST, { filter: { entityId: contactId } }],
  'events of an hour long ago': [EVENT_LIST, { filter: { from: ago(80 * 24), to: ago(80 * 24 - 1) } }],
  'events by type, none': [EVENT_LIST, { filter: { type: 'tag.removed' } }],
});

const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function play(stage, { size, environment = {} }) {
  const count = SIZES[size];
  const database = await stage.database('log_pages');
  const api = await stage.ours(database, environment);
  const url = await api.call('url');
  const [few, many] = await api.call('makeWorkspaces', { count: 2, automations: [automation] });
  await fill(stage, database, few.id, FEW);
  const began = performance.now();
  await fill(stage, database, many.id, count);
  const seconds = (performance.now() - began) / 1_000;
  await stage.query(database.name, 'VACUUM ANALYZE');
  await stage.settle();
  const [{ rows }] = await stage.query(database.name, ROWS_OF, [many.id]);
  return figuresOf(await Promise.all([few, many].map((workspace) => whereabouts(stage, database, workspace))), url, {
    rows: Number(rows),
    seconds,
  });
}

async function figuresOf([few, many], url, { rows, seconds }) {
  const figures = { 'log rows': rows, 'rows/s inserted by SQL': rows / seconds };
  const ratios = {};
  for (const [name, ofFew] of Object.entries(lists(few))) {
    const [small, large] = await inTurns(url, [
      [few.key, ...ofFew],
      [many.key, ...lists(many)[name]],
    ]);
    Object.assign(figures, { [`${name}, ms`]: large });
    ratios[name] = large / small;
  }
  const [slowest, worst] = Object.entries(ratios).reduce((a, b) => (b[1] > a[1] ? b : a));
  return {
    ...figures,
    'worst page / of 10,000': worst,
    note: `worst against 10,000: ${slowest}; all: ${Object.entries(ratios)
      .map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`)
      .join(', ')}`,
  };
}

async function fill(stage, database, workspaceId, count) {
  for (let done = 0; done < count; done += BATCH)
    await stage.query(database.name, LOG, [workspaceId, Math.min(BATCH, count - done), done]);
  await stage.query(database.name, EVENTS, [workspaceId]);
  await stage.query(database.name, STEPS_OF, [workspaceId]);
}

async function whereabouts(stage, database, { id, key }) {
  const [found] = await stage.query(
    database.name,
    `SELECT id, automation_id, subject_id FROM execution WHERE workspace_id = $1 ORDER BY id OFFSET (SELECT count(*) / 2 FROM execution WHERE workspace_id = $1) LIMIT 1`,
    [id],
  );
  return {
    key,
    automationId: found.automation_id,
    contactId: found.subject_id,
    middle: Buffer.from(found.id.replaceAll('-', ''), 'hex').toString('base64url'),
  };
}

/** Pages of a long log compared with those of a short one, over HTTP. */
export const logPagesRow = {
  name: 'log-pages',
  title:
    'Pages of a log of 10,000,000 rows (2,050,000 executions; 10,000,000 in the long form) against 10,000 executions',
  play,
};
