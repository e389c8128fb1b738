/** Yardstick: DBOS Transact, one workflow of three sequential steps, each inserting one row; prints one JSON line. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';

const WARM_UP_SECONDS = 2;
const POOL_SIZE = 30;
const STEPS = [1, 2, 3];
const EFFECTS_TABLE = `CREATE TABLE IF NOT EXISTS effects (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, execution text NOT NULL, step int NOT NULL,
  payload jsonb NOT NULL, created_at timestamptz NOT NULL DEFAULT now())`;
const INSERT_EFFECT = { name: 'effect', text: 'INSERT INTO effects (execution, step, payload) VALUES ($1, $2, $3)' };

const text = (fallback) => ({ type: 'string', default: fallback });
const { values: options } = parseArgs({
  options: {
    database: { type: 'string' }, redis: { type: 'string' }, mode: text('burst'),
    seconds: text('10'), rate: text('20'), concurrency: text('100'), pool: text(String(POOL_SIZE)),
  },
});
const [rate, concurrency, poolSize] = [options.rate, options.concurrency, options.pool].map(Number);
const pool = new pg.Pool({ connectionString: options.database, max: poolSize });

const insertEffect = async (execution, step, payload) => {
  await pool.query({ ...INSERT_EFFECT, values: [execution, step, payload] });
};

const automation = DBOS.registerWorkflow(
  async (payload) => {
    const execution = DBOS.workflowID;
    for (const step of STEPS) await DBOS.runStep(() => insertEffect(execution, step, payload), { name: `insert${step}` });
  },
  { name: 'automation' },
);

/** Resolves when the workflow's end is recorded. */
async function execute(id) {
  const handle = await DBOS.startWorkflow(automation, { workflowID: id })({ orderId: id, stage: 'Won', value: 150 });
  await handle.getResult();
}

async function timed(latencies) {
  const submitted = performance.now();
  await execute(randomUUID());
  latencies.push(performance.now() - submitted);
}

async function burst(seconds, latencies) {
  const end = performance.now() + seconds * 1000;
  const lane = async () => { while (performance.now() < end) await timed(latencies); };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

async function steady(seconds, latencies) {
  const start = performance.now();
  const running = [];
  for (let index = 0; index < rate * seconds; index++) {
    await sleep(Math.max(0, start + (index * 1000) / rate - performance.now()));
    running.push(timed(latencies));
  }
  await Promise.all(running);
}

const countEffects = async () => Number((await pool.query('SELECT count(*) FROM effects')).rows[0].count);

async function measure() {
  const load = { burst, steady }[options.mode];
  await load(WARM_UP_SECONDS, []);
  const effectsBefore = await countEffects();
  const latencies = [];
  const [cpuBefore, start] = [process.cpuUsage(), performance.now()];
  await load(Number(options.seconds), latencies);
  const [cpu, seconds] = [process.cpuUsage(cpuBefore), (performance.now() - start) / 1000];
  const executions = latencies.length;
  const effects = (await countEffects()) - effectsBefore;
  if (effects !== STEPS.length * executions) throw new Error(`${effects} effects of ${executions} executions`);
  const sorted = latencies.sort((a, b) => a - b);
  const percentile = (share) => Number(sorted[Math.ceil(share * executions) - 1].toFixed(2));
  return {
    name: 'dbos', mode: options.mode, executions, seconds: Number(seconds.toFixed(3)),
    perSecond: Number((executions / seconds).toFixed(1)),
    cpuSecondsPer1000: Number(((cpu.user + cpu.system) / 1000 / executions).toFixed(3)),
    latencyMs: { p50: percentile(0.5), p95: percentile(0.95) },
  };
}

const silent = () => undefined;
const logger = { info: silent, debug: silent, warn: console.error, error: console.error };
await pool.query(EFFECTS_TABLE);
DBOS.setConfig({ name: 'yardstick', systemDatabaseUrl: options.database, systemDatabasePoolSize: poolSize, logger });
await DBOS.launch();
const result = await measure();
await DBOS.shutdown();
await pool.end();
console.log(JSON.stringify(result));
