/** Ours, real work: moveOrder by GraphQL over HTTP, with and without an automation behind it; prints one JSON line. */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Agent } from 'undici';
import { cpuOf } from '../support/cpu.mjs';
import { quantile, wait } from '../support/figures.mjs';
import { environmentOf, startProcess } from '../support/product.mjs';
import { automate, makeWorkspaces, send, unfinished } from './workshop.mjs';

const text = (fallback) => ({ type: 'string', default: fallback });
const { values: options } = parseArgs({
  options: {
    database: { type: 'string' }, redis: { type: 'string' }, mode: text('burst'), seconds: text('10'), rate: text('200'),
    connections: text('32'), workers: text('1'), workspaces: text('20'), automations: text('1'),
  },
});
const [seconds, rate, connections, workers, automations] = [options.seconds, options.rate, options.connections, options.workers, options.automations].map(Number);

const environment = environmentOf(options);
const processes = [await startProcess(workers > 0 ? 'api' : 'all', environment)];
for (let n = 0; n < workers; n++) processes.push(await startProcess('worker', environment));
const [{ url }] = processes;
const dispatcher = new Agent({ connections: connections + 2 });
const monitor = new pg.Client({ connectionString: options.database });
await monitor.connect();

const ACTIONS = [
  { type: 'assign_tag', params: { tagName: 'Won' } },
  { type: 'update_field', params: { field: 'order.description', value: 'Moved to {{ toStage.name }}' } },
  { type: 'create_task', params: { title: 'Call {{ order.name }}' } },
];
const MOVE = 'mutation MoveOrder($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id stage { id name } } }';
const ask = (key, query, variables) => send(url, key, { query, variables, dispatcher });

/** Orders of one workspace, each with its contact, at the first of two stages. */
async function ordersOf({ key }) {
  const { createPipeline: pipeline } = await ask(key, 'mutation { createPipeline(input: { name: "Sales", stages: ["Open", "Won"] }) { id stages { id } } }');
  const conditions = { logic: 'AND', conditions: [{ field: 'order.value', operator: 'gt', value: 100 }] };
  if (automations) await automate(url, key, { name: 'Won', trigger: { type: 'order.stage_changed' }, conditions, actions: ACTIONS });
  return Promise.all(Array.from({ length: 50 }, async (_, n) => {
    const { createContact: contact } = await ask(key, 'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }', { input: { name: `Contact ${n}` } });
    const input = { name: `Order ${n}`, value: '150', contactId: contact.id, pipelineId: pipeline.id, stageId: pipeline.stages[0].id };
    const { createOrder: order } = await ask(key, 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }', { input });
    return { key, id: order.id, stages: pipeline.stages, at: 0, busy: false };
  }));
}

const orders = (await Promise.all((await makeWorkspaces(options.database, Number(options.workspaces))).map(ordersOf))).flat();
// One after another of the workspaces, as traffic comes.
orders.sort((a, b) => (a.id.slice(-6) < b.id.slice(-6) ? -1 : 1));
let turn = 0;

async function move(latencies) {
  let order = orders[turn++ % orders.length];
  while (order.busy) order = orders[turn++ % orders.length];
  Object.assign(order, { busy: true, at: 1 - order.at });
  const began = performance.now();
  await ask(order.key, MOVE, { id: order.id, stageId: order.stages[order.at].id });
  latencies.push(performance.now() - began);
  order.busy = false;
}

async function burst(length, latencies) {
  const end = performance.now() + length * 1000;
  const lane = async () => {
    while (performance.now() < end) await move(latencies);
  };
  await Promise.all(Array.from({ length: connections }, lane));
}

async function steady(length, latencies) {
  const start = performance.now();
  const all = [];
  for (let n = 0; n < rate * length; n++) {
    await wait(Math.max(0, start + (n * 1000) / rate - performance.now()));
    all.push(move(latencies));
  }
  await Promise.all(all);
}

const settled = async () => {
  while ((await unfinished(monitor)) > 0) await wait(5);
};
const run = options.mode === 'burst' ? burst : steady;
await run(3, []);
await settled();

const [latencies, cpuBefore, began] = [[], processes.map(({ pid }) => cpuOf(pid)), performance.now()];
await run(seconds, latencies);
const answered = (performance.now() - began) / 1000;
await settled();
const finished = (performance.now() - began) / 1000;
const cpuSeconds = processes.reduce((sum, { pid }, index) => sum + cpuOf(pid) - cpuBefore[index], 0);
const { rows: [{ failed }] } = await monitor.query(`SELECT count(*)::int AS failed FROM execution WHERE status <> 'SUCCEEDED'`);
if (failed > 0) throw new Error(`${failed} executions did not succeed`);

console.log(JSON.stringify({
  name: 'moves', mode: options.mode, executions: latencies.length, seconds: finished, perSecond: latencies.length / finished, answeredPerSecond: latencies.length / answered,
  cpuSecondsPer1000: (cpuSeconds / latencies.length) * 1000, latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
}));
await Promise.all(processes.map(({ stop }) => stop()));
await monitor.end();
process.exit(0);
