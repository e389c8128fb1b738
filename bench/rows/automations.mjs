import { automation as byCondition } from './ours.mjs';

const MANY = 10_000;
const WORKSPACES = 1_000;
const TAG = { id: '01900000-0000-7000-8000-00000000a9e1', name: 'Mine', color: '#6b7280' };

const byConfig = {
  ...byCondition,
  trigger: { type: 'tag.assigned' },
  conditions: null,
  actions: byCondition.actions.map(({ type, params }) => ({
    type,
    params: { ...params, note: '{{ trigger.tag.name }}' },
  })),
};

/** Copies every automation of these workspaces; each copy listens for something else. */
const copies = (body) => `
  WITH original AS (SELECT a.*, d.body FROM automation a JOIN definition d ON d.id = a.definition_id WHERE a.workspace_id = ANY ($1)),
  copy AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS definition_id, o.workspace_id, o.trigger_type, o.event_type, ${body} AS body, n
    FROM original o, generate_series(1, $2::int) AS n
  ), defined AS (
    INSERT INTO definition (id, workspace_id, automation_id, version, name, body) SELECT definition_id, workspace_id, id, 1, 'Copy ' || n, body FROM copy
  ), gated AS (
    INSERT INTO automation_gate (automation_id, workspace_id, open) SELECT id, workspace_id, true FROM copy
  )
  INSERT INTO automation (id, workspace_id, name, enabled, version, definition_id, trigger_type, event_type)
  SELECT id, workspace_id, 'Copy ' || n, true, 1, definition_id, trigger_type, event_type FROM copy`;

const OTHER_CITY = `jsonb_set(o.body, '{conditions,conditions,0,value}', to_jsonb('City ' || n))`;
const OTHER_TAG = `jsonb_set(o.body, '{trigger,config,tagId}', to_jsonb(gen_random_uuid()::text))`;
const OWN_TAG = `UPDATE definition SET body = jsonb_set(body, '{trigger,config,tagId}', to_jsonb($2::text)) WHERE workspace_id = ANY ($1)`;
const TELL = `UPDATE event_listener SET revision = nextval('listener_revision') WHERE workspace_id = ANY ($1)`;

/** Workspaces with one automation that matches and this many that do not. */
async function furnish({ stage, database, driver }, { count = 1, others, kind }) {
  const made = await driver.call('makeWorkspaces', {
    count,
    automations: [kind === 'config' ? byConfig : byCondition],
  });
  const ids = made.map(({ id }) => id);
  if (kind === 'config') await stage.query(database.name, OWN_TAG, [ids, TAG.id]);
  if (others > 0) await stage.query(database.name, copies(kind === 'config' ? OTHER_TAG : OTHER_CITY), [ids, others]);
  await stage.query(database.name, TELL, [ids]);
  await stage.query(database.name, 'VACUUM ANALYZE');
  await driver.call('speakTo', { ids, tag: kind === 'config' ? TAG : null });
}

async function measure(scene, seconds, world) {
  await furnish(scene, world);
  // The first event of a workspace compiles its automations.
  await scene.driver.call('burst', { seconds: 1, window: world.count ?? 1 });
  // One at a time: otherwise the result would be the length of a queue, not the cost of a dispatch.
  return scene.driver.call('burst', { seconds, window: 1 });
}

async function play(stage, { seconds, size, environment = {} }) {
  const others = size === 'short' ? 999 : MANY - 1;
  const database = await stage.database('automations');
  const driver = await stage.ours(database, { WORKSPACE_CONCURRENCY: '50', ...environment });
  const scene = { stage, database, driver };
  const [one, oneTag] = [
    await measure(scene, seconds, { others: 0 }),
    await measure(scene, seconds, { others: 0, kind: 'config' }),
  ];
  const [condition, config] = [
    await measure(scene, seconds, { others }),
    await measure(scene, seconds, { others, kind: 'config' }),
  ];
  const spread = await measure(scene, seconds, { others: 9, count: Math.round((others + 1) / 10) });
  return {
    'dispatch p50 ms, 1 automation': one.dispatch50,
    [`p50 ms, ${others + 1} in one workspace, by condition`]: condition.dispatch50,
    [`p50 ms, ${others + 1} in one workspace, by config`]: config.dispatch50,
    [`p50 ms, ${others + 1} over ${Math.round((others + 1) / 10)} workspaces`]: spread.dispatch50,
    'by condition / 1': condition.dispatch50 / one.dispatch50,
    'by config / 1': config.dispatch50 / oneTag.dispatch50,
    'over workspaces / 1': spread.dispatch50 / one.dispatch50,
  };
}

/** From the commit of an event to the commit of its execution, with one matching automation among very many. */
export const automationsRow = {
  name: 'automations',
  title: `${MANY.toLocaleString('en')} automations, one of which matches; in one workspace and in ${WORKSPACES.toLocaleString('en')}`,
  play,
};
