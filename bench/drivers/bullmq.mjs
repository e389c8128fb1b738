import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { answer } from '../support/helper.mjs';
import { effectsOf, payloadOf, STEPS } from './insert-effect.mjs';
import { burst, steady } from './load.mjs';

const CONCURRENCY = 100;

const effects = effectsOf(process.env.DATABASE_URL);
const connection = { url: process.env.REDIS_URL, maxRetriesPerRequest: null };
const queue = new Queue('yardstick', { connection, defaultJobOptions: { removeOnComplete: true } });

const handler = async ({ id, data: { contact } }) => {
  for (const step of STEPS) await effects.insert(id, step, contact.name);
};
const worker = new Worker('yardstick', handler, { connection, concurrency: CONCURRENCY });
const ends = new Map();
worker.on('completed', ({ id }) => ends.get(id)?.resolve());
worker.on('failed', ({ id }, error) => ends.get(id)?.reject(error));
worker.on('error', console.error);
await worker.waitUntilReady();

/** Resolves when Redis has recorded the end of the job. */
async function submit() {
  const id = randomUUID();
  const ended = new Promise((resolve, reject) => ends.set(id, { resolve, reject }));
  await Promise.all([ended, queue.add('automation', payloadOf(id), { jobId: id })]);
  ends.delete(id);
}

answer({
  burst: (options) => burst(submit, options),
  steady: (options) => steady(submit, options),
  stop: async () => {
    await worker.close();
    await queue.close();
    await effects.end();
  },
});
