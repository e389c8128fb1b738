import { LEASE_SECONDS } from '../support/product.mjs';
import { block, killAndReplace, killAt, ownerOf, pauseAt, victimCalling } from '../support/strikes.mjs';
import { TcpProxy } from '../support/tcp-proxy.mjs';
import { delay } from '../support/wait.mjs';

const atPoint = (name, title, point) => ({
  name,
  title,
  spreadMs: 9_000,
  play: (scenario) => scenario.repeat(2, () => killAt(scenario, point)),
});

async function killWhileCalling(scenario, kind) {
  // If the worker of a call is not found, try the next call.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const victim = await victimCalling(scenario, kind);
    if (victim) return killAndReplace(scenario, victim);
  }
}

/** A worker's default settings: its lease, and the intervals at which others look for lost work. */
const DEFAULTS = { LEASE_SECONDS: '30', SWEEP_SECONDS: '5', RELAY_GRACE_SECONDS: '2' };
const RECOVERY_MS = (30 + 5) * 1_000;
// What was queued behind the dead worker's executions runs after them.
const SLACK_MS = 5_000;

const killsWithDefaults = {
  name: 'kill-worker-defaults',
  title: 'kill -9 of a worker, lease 30 s and sweep 5 s as by default',
  spreadMs: 6_000,
  settleMs: 60_000,
  weight: 4,
  environment: () => DEFAULTS,
  play: (scenario) => scenario.repeat(1, () => killWhileCalling(scenario, 'webhook')),
  check: (scenario, { findings }) =>
    scenario.recovery.worst > RECOVERY_MS + SLACK_MS &&
    findings.broken.push({ what: `recovery took ${scenario.recovery.worst} ms` }),
};

const killsAfterCommit = {
  name: 'kill-after-commit',
  title: 'kill -9 after COMMIT, before the worker heard of it',
  spreadMs: 9_000,
  before: async (scenario) => (scenario.proxy = await TcpProxy.start(scenario.stage.databasePort)),
  databasePort: (scenario, role) => (role === 'worker' ? scenario.proxy.port : undefined),
  play: (scenario) =>
    scenario.repeat(2, async () => {
      const victim = ownerOf(scenario, await Promise.race([scenario.proxy.holdNextCommit(), delay(5_000)]));
      if (victim) await killAndReplace(scenario, victim);
    }),
};

export const workerScenarios = [
  { name: 'calm', title: 'none (what it takes undisturbed)', spreadMs: 4_000, calm: true, play: async () => undefined },
  {
    name: 'kill-worker',
    title: 'kill -9 of a worker, at random',
    spreadMs: 12_000,
    play: (scenario) => scenario.repeat(2, async () => killAndReplace(scenario, await scenario.victim('worker'))),
  },
  killsWithDefaults,
  atPoint('kill-before-effect', 'kill -9 before the effect', 1),
  atPoint('kill-after-effect', 'kill -9 after the effect, before its record', 2),
  atPoint('kill-at-commit', 'kill -9 inside COMMIT', 3),
  killsAfterCommit,
  atPoint('kill-at-admission', 'kill -9 inside admission', 5),
  {
    name: 'kill-while-calling',
    title: 'kill -9 after a webhook left, before its outcome',
    spreadMs: 9_000,
    play: (scenario) => scenario.repeat(2, () => killWhileCalling(scenario, 'webhook')),
  },
  {
    name: 'kill-while-sending',
    title: 'kill -9 after a message left, before its outcome',
    spreadMs: 9_000,
    play: (scenario) => scenario.repeat(2, () => killWhileCalling(scenario, 'whatsapp')),
  },
  {
    name: 'pause-worker',
    title: 'SIGSTOP of a worker beyond its lease, SIGCONT',
    spreadMs: 12_000,
    async play(scenario) {
      await scenario.repeat(2, async () => {
        const worker = await scenario.victim('worker');
        await scenario.inject(async () => worker.pause());
        await delay(Math.max(0, LEASE_SECONDS * 1_000 - 1_000));
        worker.resume();
      });
    },
  },
  {
    name: 'pause-in-transaction',
    title: 'SIGSTOP of a worker inside a transaction, beyond its lease',
    spreadMs: 10_000,
    play: (scenario) => scenario.repeat(2, () => pauseAt(scenario, 1)),
  },
  {
    name: 'blocked-loop',
    title: 'event loop blocked beyond the lease and the lock',
    spreadMs: 12_000,
    flags: ['--inspect=127.0.0.1:0'],
    async play(scenario) {
      await scenario.repeat(2, async () => {
        const worker = await scenario.victim('worker');
        await scenario.inject(() => block(worker, (LEASE_SECONDS + 2) * 1_000));
      });
    },
  },
];
