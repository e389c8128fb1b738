/** Ours, same work: an event, a condition, three sequential actions of one row each; prints one JSON line. */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { cpuOf } from '../support/cpu.mjs';
import { wait } from '../support/figures.mjs';
import { COPY, environmentOf, newId, startProcess } from '../support/product.mjs';
import { automate, makeWorkspaces, unfinished } from './workshop.mjs';

const text = (fallback) => ({ type: 'string', default: fallback });
const { values: options } = parseArgs({
  options: {
    database: { type: 'string' }, redis: { type: 'string' }, mode: text('burst'), seconds: text('10'), rate: text('20'),
    concurrency: text('600'), submitters: text('48'), cap: text('50'), workers: text('1'), workspaces: text('20'),
  },
});
const [seconds, rate, concurrency, submitters, workers] = [options.seconds, options.rate, options.concurrency, options.submitters, options.workers].map(Number);

// With workers of their own, this process is an API process that submits; without, it is the whole product.
const environment = environmentOf({ ...options, more: { WORKSPACE_CONCURRENCY: options.cap, WORKER_CONCURRENCY: '1000' } });
Object.assign(process.env, environment, { ROLE: workers > 0 ? 'api' : 'all', PORT: '0', TZ: 'UTC' });
const from = (file) => import(`${COPY}/${file}.js`);
const [{ startServer }, { UnitOfWork }, { contactCreated }, { outside }] = await Promise.all(
  ['server', 'platform/database/unit-of-work', 'crm/contacts/contacts.events', 'platform/events/origin'].map(from),
);
const server = await startServer(process.env);
const processes = await Promise.all(Array.from({ length: workers }, () => startProcess('worker', environment)));
const unitOfWork = server.app.get(UnitOfWork, { strict: false });
const monitor = new pg.Client({ connectionString: options.database });
await monitor.connect();

const workspaces = await makeWorkspaces(options.database, Number(options.workspaces));
const actions = [1, 2, 3].map((step) => ({ key: `insert${step}`, type: 'insert_effect', params: { step } }));
const conditions = { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'equals', value: 'Ana' }] };
for (const { key } of workspaces) await automate(server.url, key, { name: 'Bench', trigger: { type: 'contact.created' }, conditions, actions });

const CONTACT = { name: 'Ana', phone: null, email: null, city: null, region: null, address: null, customFields: {} };
let turn = 0;

/** Stores one event of a small payload; everything else comes of it. */
async function submit() {
  const { id } = workspaces[turn++ % workspaces.length];
  const contactId = newId();
  const contact = { ...CONTACT, id: contactId, createdAt: new Date().toISOString() };
  await unitOfWork.run(outside(id, { type: 'system', id: null }), async (work) => work.publish(contactCreated({ contactId, contact })));
}

async function burst(length) {
  const end = performance.now() + length * 1000;
  let backlog = 0;
  let submitted = 0;
  const look = async () => {
    while (performance.now() < end) {
      backlog = await unfinished(monitor);
      await wait(20);
    }
  };
  const lane = async () => {
    while (performance.now() < end) {
      if (backlog > concurrency) {
        await wait(2);
        continue;
      }
      await submit();
      submitted += 1;
    }
  };
  await Promise.all([look(), ...Array.from({ length: submitters }, lane)]);
  return submitted;
}

async function steady(length) {
  const start = performance.now();
  const all = [];
  for (let n = 0; n < rate * length; n++) {
    await wait(Math.max(0, start + (n * 1000) / rate - performance.now()));
    all.push(submit());
  }
  await Promise.all(all);
  return all.length;
}

const run = options.mode === 'burst' ? burst : steady;
const settled = async () => {
  while ((await unfinished(monitor)) > 0) await wait(5);
};
await run(3);
await settled();

const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 + processes.reduce((sum, { pid }) => sum + cpuOf(pid), 0);
const [{ rows: [{ since, commits }] }, cpuBefore, began] = [
  await monitor.query(`SELECT clock_timestamp()::text AS since, xact_commit::int AS commits FROM pg_stat_database WHERE datname = current_database()`), cpu(), performance.now(),
];
const submitted = await run(seconds);
await settled();
const elapsed = (performance.now() - began) / 1000;
const cpuSeconds = cpu() - cpuBefore;

const { rows: [found] } = await monitor.query(
  `SELECT count(*)::int AS executions, count(*) FILTER (WHERE e.status = 'SUCCEEDED')::int AS succeeded,
     (SELECT count(*)::int FROM step s WHERE s.execution_id IN (SELECT id FROM execution WHERE queued_at >= $1) AND s.status = 'SUCCEEDED') AS steps,
     (SELECT count(*)::int FROM effects WHERE created_at >= $1) AS effects,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM e.completed_at - v.occurred_at) * 1000) AS p50,
     percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM e.completed_at - v.occurred_at) * 1000) AS p95,
     (SELECT xact_commit::int FROM pg_stat_database WHERE datname = current_database()) AS commits
   FROM execution e JOIN event v ON v.id = e.event_id WHERE e.queued_at >= $1`, [since]);
const right = found.executions === submitted && found.succeeded === submitted && found.steps === 3 * submitted && found.effects === 3 * submitted;
if (!right) throw new Error(`Not what was submitted (${submitted}): ${JSON.stringify(found)}`);

console.log(JSON.stringify({
  name: 'ours', mode: options.mode, executions: submitted, seconds: elapsed, perSecond: submitted / elapsed,
  cpuSecondsPer1000: (cpuSeconds / submitted) * 1000, latencyMs: { p50: Number(found.p50), p95: Number(found.p95) }, commitsPerExecution: (found.commits - commits) / submitted,
}));
await monitor.end();
await Promise.all(processes.map(({ stop }) => stop()));
await server.close();
process.exit(0);
