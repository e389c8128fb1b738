import { LEASE_SECONDS } from '../support/product.mjs';
import { pidWithPort } from '../support/ports.mjs';
import { delay, until } from '../support/wait.mjs';

const HOLDERS = `SELECT pid, usename FROM pg_stat_activity WHERE usename LIKE 'worker%' AND datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`;

/** Kills a worker and puts another in its place, as whoever runs it would. */
async function killAndReplace(scenario, worker) {
  await scenario.inject(async () => {
    await worker.kill();
    scenario.startAnother('worker');
  });
}

/** Kills the first worker that stands at a named point, and puts another in its place. */
async function killAt(scenario, point) {
  await strikeAt(scenario, point, async (victim) => {
    await victim.kill();
    scenario.startAnother('worker');
  });
}

/** Lets workers run into a named point, strikes the first that stands there, and lets the others go on. */
async function strikeAt(scenario, point, strike) {
  const client = await scenario.pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock(77, $1)', [point]);
    let victim;
    await until(async () => {
      const users = (await client.query(HOLDERS)).rows.map(({ usename }) => usename);
      return (victim = scenario.living.find(({ name }) => users.includes(name)));
    }, { within: 5_000, every: 5 });
    const release = () => client.query('SELECT pg_advisory_unlock(77, $1)', [point]);
    if (!victim) return void (await release());
    await scenario.inject(async () => {
      await strike(victim);
      await release();
    });
    return victim;
  } finally {
    client.release();
  }
}

/** Stops a worker inside a transaction, whose locks it then holds; the others must not wait for it. */
async function pauseAt(scenario, point) {
  let paused;
  await strikeAt(scenario, point, async (victim) => (paused = victim).pause());
  await delay(1_000);
  paused?.resume();
}

/** Leaves a request of a worker unanswered and kills it: the effect is done, nobody recorded it. */
async function killWhileCalling(scenario, kind) {
  const port = await Promise.race([scenario.outside.holdNext(kind), delay(5_000)]);
  const pid = port && pidWithPort(port, scenario.living.map((worker) => worker.pid));
  const victim = scenario.living.find((worker) => worker.pid === pid);
  if (victim) await killAndReplace(scenario, victim);
}

const atPoint = (name, title, point) => ({ name, title, spreadMs: 9_000, play: (scenario) => scenario.repeat(2, () => killAt(scenario, point)) });

export const workerScenarios = [
  { name: 'calm', title: 'none (what it takes undisturbed)', spreadMs: 4_000, play: async () => undefined },
  {
    name: 'kill-worker', title: 'kill -9 of a worker, at random', spreadMs: 12_000,
    play: (scenario) => scenario.repeat(3, async () => killAndReplace(scenario, await scenario.victim('worker'))),
  },
  atPoint('kill-before-effect', 'kill -9 before the effect', 1),
  atPoint('kill-after-effect', 'kill -9 after the effect, before its record', 2),
  atPoint('kill-at-commit', 'kill -9 inside COMMIT', 3),
  atPoint('kill-at-admission', 'kill -9 inside admission', 5),
  { name: 'kill-while-calling', title: 'kill -9 after a webhook left, before its outcome', spreadMs: 9_000, play: (scenario) => scenario.repeat(2, () => killWhileCalling(scenario, 'webhook')) },
  { name: 'kill-while-sending', title: 'kill -9 after a message left, before its outcome', spreadMs: 9_000, play: (scenario) => scenario.repeat(2, () => killWhileCalling(scenario, 'whatsapp')) },
  {
    name: 'pause-worker', title: 'SIGSTOP of a worker beyond its lease, SIGCONT', spreadMs: 12_000,
    async play(scenario) {
      await scenario.repeat(2, async () => {
        const worker = await scenario.victim('worker');
        await scenario.inject(async () => worker.pause());
        await delay(Math.max(0, LEASE_SECONDS * 1_000 - 1_000));
        worker.resume();
      });
    },
  },
  { name: 'pause-in-transaction', title: 'SIGSTOP of a worker inside a transaction, beyond its lease', spreadMs: 10_000, play: (scenario) => scenario.repeat(2, () => pauseAt(scenario, 1)) },
  {
    name: 'blocked-loop', title: 'event loop blocked beyond the lease and the lock', spreadMs: 12_000, flags: ['--inspect=127.0.0.1:0'],
    async play(scenario) {
      await scenario.repeat(2, async () => {
        const worker = await scenario.victim('worker');
        await scenario.inject(() => block(worker, (LEASE_SECONDS + 2) * 1_000));
      });
    },
  },
  {
    name: 'rolling-restart', title: 'SIGTERM of every worker in turn', spreadMs: 10_000,
    async play(scenario) {
      for (const worker of [...scenario.living]) {
        await delay(500);
        await scenario.start('worker');
        const { code, ms } = await scenario.inject(() => worker.terminate());
        scenario.note(`${worker.name}: exit ${code} after ${ms} ms`);
        if (code !== 0) scenario.failed = `A worker exited ${code}`;
      }
    },
    check: (scenario, { findings }) => scenario.failed && findings.broken.push({ what: scenario.failed }),
  },
];

/** Makes the process busy through its inspector; resolves at once. */
async function block(worker, ms) {
  const { default: WebSocket } = await import('ws');
  const socket = new WebSocket(worker.inspector);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const expression = `{ const end = Date.now() + ${ms}; while (Date.now() < end); }`;
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  setTimeout(() => socket.close(), ms + 1_000);
}
