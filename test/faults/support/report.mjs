import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTable } from './guarantees.mjs';

const RESULTS = fileURLToPath(new URL('../results.json', import.meta.url));
const GUARANTEES = fileURLToPath(new URL('../../../docs/guarantees.md', import.meta.url));

const inSeconds = (ms) => (ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`);

/** One line for a scenario, and its findings if there are any. */
export function report(result, place) {
  const {
    name,
    ok,
    crashed,
    injected,
    executions,
    lost,
    duplicated,
    stuck,
    broken,
    unknown,
    worstRecoveryMs,
    settledInMs,
    tookMs,
    mutations,
    notes,
    findings,
  } = result;
  if (crashed) return console.log(`${place} FAILED ${name}: ${crashed}`);
  console.log(
    `${place} ${ok ? 'ok    ' : 'FAILED'} ${name}: ${injected} x, ${executions} executions, lost ${lost}, duplicated ${duplicated}, stuck ${stuck}, broken ${broken}, unknown ${unknown}, recovery ${inSeconds(worstRecoveryMs)}, settled ${inSeconds(settledInMs)}, mutations ${mutations.acknowledged}/-${mutations.refused} p95 ${mutations.p95} most ${mutations.most} ms, took ${inSeconds(tookMs)}`,
  );
  if (mutations.lastRefusal && !ok) console.log(`         refused: ${mutations.lastRefusal}`);
  for (const note of notes) console.log(`         ${note}`);
  if (!ok) for (const finding of findings) console.log(`         ${JSON.stringify(finding)}`);
}

/** Stores a complete run next to the suite, and writes its table into docs/guarantees.md. */
export function writeResults(run) {
  const results = run.results.map(({ findings: _, ...result }) => result);
  writeFileSync(RESULTS, `${JSON.stringify({ ...whereabouts(), ...run, results }, null, 2)}\n`);
  rewriteTable();
}

function whereabouts() {
  const git = (...args) => execFileSync('git', args, { cwd: dirname(RESULTS), encoding: 'utf8' }).trim();
  const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', ':/src') ? ' with changes' : ''}`;
  return {
    date: new Date().toISOString(),
    commit,
    machine: { cpu: cpus()[0].model, cores: availableParallelism(), node: process.version },
  };
}

/** Writes the table of the stored run into docs/guarantees.md. */
export function rewriteTable() {
  writeTable(GUARANTEES, JSON.parse(readFileSync(RESULTS, 'utf8')));
}
