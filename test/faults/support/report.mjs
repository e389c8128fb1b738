import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeTable } from './guarantees.mjs';

/** One line for a scenario, and what was found where something was. */
export function report(result) {
  const { name, ok, crashed, injected, executions, lost, duplicated, stuck, broken, unknown, worstRecoveryMs, settledInMs, tookMs, mutations, notes, findings } = result;
  if (crashed) return console.log(`FAILED ${name}: ${crashed}`);
  const recovery = worstRecoveryMs === null ? '-' : `${(worstRecoveryMs / 1_000).toFixed(1)} s`;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}: ${injected} x, ${executions} executions, lost ${lost}, duplicated ${duplicated}, stuck ${stuck}, broken ${broken}, unknown ${unknown}, recovery ${recovery}, settled ${(settledInMs / 1_000).toFixed(1)} s, mutations ${mutations.acknowledged}/-${mutations.refused} p95 ${mutations.p95} most ${mutations.most} ms, took ${(tookMs / 1_000).toFixed(0)} s`);
  if (mutations.lastRefusal && !ok) console.log(`         refused: ${mutations.lastRefusal}`);
  for (const note of notes) console.log(`         ${note}`);
  if (!ok) for (const finding of findings) console.log(`         ${JSON.stringify(finding)}`);
}

/** Keeps a whole run beside the suite, and puts its table into docs/guarantees.md. */
export function writeResults(run) {
  const file = fileURLToPath(new URL('../results.json', import.meta.url));
  const results = run.results.map(({ findings: _, ...result }) => result);
  writeFileSync(file, `${JSON.stringify({ ...run, results }, null, 2)}\n`);
  writeTable(fileURLToPath(new URL('../../../docs/guarantees.md', import.meta.url)), run);
}
