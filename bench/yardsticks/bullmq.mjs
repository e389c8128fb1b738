/** Yardstick: a hand-written BullMQ job of three inserts one after another, no step records; prints one JSON line. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Queue, Worker } from 'bullmq';
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

const queueName = `yardstick-${randomUUID()}`;
const connection = { url: options.redis, maxRetriesPerRequest: null };
const queue = new Queue(queueName, { connection, defaultJobOptions: { removeOnComplete: true } });
const handler = async (job) => { for (const step of STEPS) await insertEffect(job.id, step, job.data); };
const worker = new Worker(queueName, handler, { connection, concurrency });
const waiting = new Map();
worker.on('completed', (job) => waiting.get(job.id).resolve());
worker.on('failed', (job, error) => waiting.get(job.id).reject(error));
worker.on('error', console.error);

/** Resolves when the job's end is recorded in Redis. */
async function execute(id) {
  const ended = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  await Promise.all([ended, queue.add('automation', { orderId: id, stage: 'Won', value: 150 }, { jobId: id })]);
  waiting.delete(id);
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
    name: 'bullmq', mode: options.mode, executions, seconds: Number(seconds.toFixed(3)),
    perSecond: Number((executions / seconds).toFixed(1)),
    cpuSecondsPer1000: Number(((cpu.user + cpu.system) / 1000 / executions).toFixed(3)),
    latencyMs: { p50: percentile(0.5), p95: percentile(0.95) },
  };
}

await pool.query(EFFECTS_TABLE);
await worker.waitUntilReady();
const result = await measure().finally(async () => {
  await worker.close();
  await queue.obliterate({ force: true });
  await Promise.all([queue.close(), pool.end()]);
});
console.log(JSON.stringify(result));
