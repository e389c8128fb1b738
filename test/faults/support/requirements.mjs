import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What this machine lacks for the suite, in one sentence; undefined if nothing is missing. */
export async function missing(dist, through) {
  if (process.platform !== 'linux')
    return 'The fault suite tells processes apart by /proc: run it on Linux, in a container for instance.';
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return 'The fault suite starts and kills a Redis of its own, and there is no redis-server on the PATH: install it, with apt-get install redis-server for instance.';
  if (through && through !== 'pgbouncer') return `--through ${through}: only pgbouncer is known.`;
  if (through && spawnSync('pgbouncer', ['--version']).status !== 0)
    return 'There is no pgbouncer on the PATH: install it, with apt-get install pgbouncer for instance, or leave --through out.';
  return postgresComplaint(dist);
}

async function postgresComplaint(dist) {
  const [{ settle }, { findBinaries }] = await Promise.all(
    ['place', 'binaries'].map((file) => import(`${dist}/platform/embedded-postgres/${file}.js`)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'crm-faults-'));
  try {
    await findBinaries(settle(folder));
    return undefined;
  } catch (error) {
    return `The fault suite starts and kills the Postgres that comes along from npm, and that does not run here: ${error.message.split(':')[0]}.`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
