import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from './postgres.mjs';

/** The time, machine, versions and options of the run. */
export async function describeRun(stage, { root, here, options }) {
  const [{ version }] = await stage.postgres
    .admin('SHOW server_version')
    .then(([row]) => [{ version: row.server_version }]);
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const locked = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8')).packages;
  const yardsticks = Object.keys(locked[''].dependencies).map((name) => [name, locked[`node_modules/${name}`].version]);
  const run = {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src') ? ' with changes' : ''}`,
    machine: {
      cpu: cpus()[0].model,
      cores: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
      loadBefore: loadavg()[0],
    },
    versions: {
      node: process.versions.node,
      postgres: version,
      redis: await redisVersion(stage),
      ...Object.fromEntries(yardsticks),
    },
    postgres: SETTINGS,
    options,
  };
  return { ...run, summary: summaryOf(run) };
}

async function redisVersion({ redis }) {
  return /redis_version:(\S+)/.exec(await redis.command('INFO', 'server'))[1];
}

function summaryOf({ date, commit, machine, versions, options }) {
  const busy =
    machine.loadBefore > 0.5
      ? `\nThe machine is busy with something else (load ${machine.loadBefore.toFixed(1)}): read ratios, not figures.`
      : '';
  return `${date} · ${commit} · ${machine.cores} cores of ${machine.cpu} · node ${versions.node}, Postgres ${versions.postgres}, Redis ${versions.redis} · ${options.rounds} rounds of ${options.seconds} s (${options.size})${busy}`;
}
