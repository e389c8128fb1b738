import { pidWithPort } from './ports.mjs';
import { delay, until } from './wait.mjs';

const HOLDERS = `SELECT pid, usename FROM pg_stat_activity WHERE (usename LIKE 'worker%' OR usename LIKE 'api%') AND datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`;

/** Kills a process and starts a replacement, as an operator would. */
export async function killAndReplace(scenario, victim) {
  await scenario.inject(async () => {
    await victim.kill();
    scenario.startAnother(victim.role);
  });
}

/** Kills the first process that waits at a named point, and starts a replacement. */
export async function killAt(scenario, point) {
  await strikeAt(scenario, point, async (victim) => {
    await victim.kill();
    scenario.startAnother(victim.role);
  });
}

/** Lets workers run into a named point (see watch.sql), strikes the first that waits there, and releases the others. */
async function strikeAt(scenario, point, strike) {
  const client = await scenario.pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock(77, $1)', [point]);
    let victim;
    await until(
      async () => {
        const users = (await client.query(HOLDERS)).rows.map(({ usename }) => usename);
        return (victim = [...scenario.living, ...scenario.livingApis].find(({ name }) => users.includes(name)));
      },
      { within: 5_000, every: 5 },
    );
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

/** Pauses a worker inside a transaction that holds locks; the others must not wait for it. */
export async function pauseAt(scenario, point) {
  let paused;
  await strikeAt(scenario, point, async (victim) => (paused = victim).pause());
  await delay(1_000);
  paused?.resume();
}

/** The worker whose next request of this kind stays unanswered: the effect has happened, but was not recorded. */
export async function victimCalling(scenario, kind) {
  return ownerOf(scenario, await Promise.race([scenario.outside.holdNext(kind), delay(10_000)]));
}

/** The worker that has a connection from this port. */
export function ownerOf(scenario, port) {
  const pid =
    port &&
    pidWithPort(
      port,
      scenario.living.map((worker) => worker.pid),
    );
  return scenario.living.find((worker) => worker.pid === pid);
}

/** Blocks a process through its inspector for this many milliseconds; resolves immediately. */
export async function block(worker, ms) {
  const { default: WebSocket } = await import('ws');
  const socket = new WebSocket(worker.inspector);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const expression = `{ const end = Date.now() + ${ms}; while (Date.now() < end); }`;
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  setTimeout(() => socket.close(), ms + 1_000);
}
