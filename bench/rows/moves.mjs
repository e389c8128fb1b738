import { metered } from '../support/meter.mjs';
import { allEnded, makeOrders } from '../support/orders.mjs';
import { printStatements, resetStatements } from '../support/statements.mjs';

const WORKSPACES = 20;
const CONNECTIONS = 64;
const STEADY = { rate: 200, connections: 16 };
const MOST_MOVES_PER_SECOND = 5_000;

const automation = {
  name: 'Won',
  trigger: { type: 'order.stage_changed' },
  conditions: {
    logic: 'AND',
    conditions: [
      { field: 'toStage.name', operator: 'equals', value: 'Won' },
      { field: 'order.value', operator: 'gt', value: 100 },
    ],
  },
  actions: [
    { type: 'assign_tag', params: { tagName: 'Won' } },
    { type: 'update_field', params: { field: 'order.description', value: 'Moved to {{ toStage.name }}' } },
    { type: 'create_task', params: { title: 'Call {{ trigger.contact.name }} about {{ order.name }}' } },
  ],
};

/** Every order is moved once, so that all three actions change something each time. */
const moves = ({ name, title, workers }) => ({
  name,
  title,
  play: async (stage, { seconds, environment = {} }) => {
    const database = await stage.database(name);
    const api = await stage.ours(database, { ROLE: workers > 0 ? 'api' : 'all', ...environment });
    const others = await Promise.all(
      Array.from({ length: workers }, () => stage.ours(database, { ROLE: 'worker', ...environment })),
    );
    const movers = await stage.helper('movers', {});
    await movers.call('connect', { url: await api.call('url'), connections: CONNECTIONS });
    const scene = {
      stage,
      database,
      api,
      movers,
      name,
      groups: { node: [api, ...others].map(({ pid }) => pid), movers: [movers.pid], ...stage.servers },
    };

    const figures = {};
    for (const kind of ['bare', 'automated']) await furnish(scene, kind, seconds);
    Object.assign(figures, await bursts(scene, seconds), await latencies(scene, seconds));
    await verify(scene);
    return figures;
  },
});

async function furnish({ stage, database, api, movers }, kind, seconds) {
  const workspaces = await api.call('makeWorkspaces', {
    count: WORKSPACES,
    automations: kind === 'automated' ? [automation] : [],
    pipeline: true,
  });
  const list = await makeOrders(stage, database, { workspaces, count: (seconds + 2) * MOST_MOVES_PER_SECOND });
  await movers.call('take', { name: kind, list });
  await movers.call('move', { name: kind, seconds: 2, connections: CONNECTIONS });
  await allEnded(stage, database);
}

async function bursts(scene, seconds) {
  const bare = await burst(scene, 'bare', seconds);
  const automated = await burst(scene, 'automated', seconds);
  return {
    'moves/s, finished': automated.moves / automated.seconds,
    'moves/s, answered': automated.moves / automated.answered,
    'moves/s without automation': bare.moves / bare.seconds,
    'CPU s/1000': (automated.cpu.node / automated.moves) * 1_000,
    'CPU s/1000 without automation': (bare.cpu.node / bare.moves) * 1_000,
    'Postgres CPU s/1000': (automated.cpu.postgres / automated.moves) * 1_000,
    'load generator CPU s/1000': (automated.cpu.movers / automated.moves) * 1_000,
  };
}

async function burst({ stage, database, api, movers, name, groups }, kind, seconds) {
  await stage.settle();
  await resetStatements(stage, database);
  const profile = stage.profiles ? api.call('during', { name: `${name}-${kind}`, seconds }) : undefined;
  const began = performance.now();
  const { result, cpu } = await metered(groups, async () => {
    const { moves: count, left } = await movers.call('move', { name: kind, seconds, connections: CONNECTIONS });
    if (left === 0) throw new Error(RAN_OUT);
    const answered = (performance.now() - began) / 1_000;
    await allEnded(stage, database);
    return { moves: count, answered, seconds: (performance.now() - began) / 1_000 };
  });
  await printStatements(stage, database, result.moves);
  for (const line of (await profile)?.hot ?? []) console.log(`    ${line}`);
  return { ...result, cpu };
}

// In short turns, so that other work on the machine affects both equally.
async function latencies({ stage, database, movers }, seconds) {
  const found = { bare: [], automated: [] };
  for (let turn = 0; turn < 4; turn++) {
    for (const kind of ['bare', 'automated'])
      found[kind].push(await movers.call('move', { name: kind, seconds: seconds / 4, ...STEADY }));
    if (found.bare.concat(found.automated).some(({ left }) => left === 0)) throw new Error(RAN_OUT);
    await allEnded(stage, database);
  }
  const mean = (kind, measure) => found[kind].reduce((sum, each) => sum + each[measure], 0) / found[kind].length;
  const [p50, p95] = [mean('automated', 'p50'), mean('automated', 'p95')];
  const [bare50, bare95] = [mean('bare', 'p50'), mean('bare', 'p95')];
  return {
    'move p50 ms': p50,
    'move p95 ms': p95,
    'p50 without ms': bare50,
    'p95 without ms': bare95,
    'p50 with / without': p50 / bare50,
    'p95 with / without': p95 / bare95,
  };
}

const RAN_OUT = 'The orders ran out: raise MOST_MOVES_PER_SECOND';

const LEFT = `
  SELECT (SELECT count(*) FROM event WHERE type = 'order.stage_changed' AND workspace_id IN (SELECT workspace_id FROM automation))::int AS moves,
    (SELECT count(*) FROM execution WHERE status = 'SUCCEEDED')::int AS succeeded, (SELECT count(*) FROM execution)::int AS executions,
    (SELECT count(*) FROM task)::int AS tasks, (SELECT count(*) FROM order_tag)::int AS tags,
    (SELECT count(*) FROM "order" WHERE description = 'Moved to Won')::int AS described`;

/** Throws unless every move started its automation, and every automation had its three effects. */
async function verify({ stage, database }) {
  const [found] = await stage.query(database.name, LEFT);
  if (Object.values(found).some((count) => count !== found.moves))
    throw new Error(`Not everything was done behind each move: ${JSON.stringify(found)}`);
}

/** Realistic work: a move of an order over HTTP, and everything that an automation then does. */
export const movesRows = [
  moves({ name: 'moves', title: 'moveOrder, one process', workers: 0 }),
  moves({ name: 'moves-split', title: 'moveOrder, API + 2 workers', workers: 2 }),
];
