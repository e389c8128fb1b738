import { readFileSync, writeFileSync } from 'node:fs';
import { LEASE_SECONDS, SWEEP_SECONDS } from './product.mjs';

const FROM = '<!-- table: made by npm run test:faults from test/faults/results.json -->';
const TO = '<!-- end of table -->';

/** Writes a run's table between its markers in docs/guarantees.md; the text around it is written by hand. */
export function writeTable(file, run) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(FROM) || !text.includes(TO)) throw new Error(`${file} has lost the marks of its table`);
  const [before, after] = [text.slice(0, text.indexOf(FROM)), text.slice(text.indexOf(TO))];
  writeFileSync(file, `${before}${FROM}\n${tableOf(run)}\n${after}`);
}

function tableOf({ date, commit, seed, long, seconds, results }) {
  const sum = (field) => results.reduce((total, result) => total + (result[field] ?? 0), 0);
  const held = results.filter(({ ok }) => ok).length;
  return [
    '',
    `The ${long ? 'long' : 'short'} form of ${date.slice(0, 10)} on commit ${commit}, seed ${seed}, ${seconds} s: ${held} of ${results.length} held. Lease ${LEASE_SECONDS} s and sweep ${SWEEP_SECONDS} s instead of 30 s and 5 s, except where a line says otherwise.`,
    '',
    '| fault | injected | executions | lost | duplicated | stuck | in doubt | worst recovery |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...results.map(rowOf),
    `| **all** | ${sum('injected')} | ${sum('executions')} | ${sum('lost')} | ${sum('duplicated')} | ${sum('stuck')} | ${sum('unknown')} | |`,
    '',
  ].join('\n');
}

function rowOf({ fault, ok, crashed, injected, executions, lost, duplicated, stuck, unknown, worstRecoveryMs }) {
  if (crashed) return `| ${fault} | did not come to its end | | | | | | |`;
  const recovery = worstRecoveryMs === null ? '–' : `${(worstRecoveryMs / 1_000).toFixed(1)} s`;
  return `| ${fault}${ok ? '' : ' (**did not hold**)'} | ${injected} | ${executions} | ${lost} | ${duplicated} | ${stuck} | ${unknown} | ${recovery} |`;
}
