import { readFileSync, writeFileSync } from 'node:fs';
import { LEASE_SECONDS, SWEEP_SECONDS } from './product.mjs';

const FROM = '<!-- table: made by npm run test:faults from test/faults/results.json -->';
const TO = '<!-- end of table -->';

/** Puts a run's table between its marks in docs/guarantees.md; the words around it are written by hand. */
export function writeTable(file, run) {
  const text = readFileSync(file, 'utf8');
  const [before, after] = [text.slice(0, text.indexOf(FROM)), text.slice(text.indexOf(TO))];
  if (!text.includes(FROM) || !text.includes(TO)) throw new Error(`${file} has lost the marks of its table`);
  writeFileSync(file, `${before}${FROM}\n${tableOf(run)}\n${after}`);
}

function tableOf({ seed, long, seconds, results }) {
  const sum = (field) => results.reduce((total, result) => total + (result[field] ?? 0), 0);
  const rows = results.map(({ fault, injected, executions, lost, duplicated, stuck, unknown, worstRecoveryMs }) =>
    `| ${fault} | ${injected} | ${executions} | ${lost} | ${duplicated} | ${stuck} | ${unknown} | ${worstRecoveryMs === null ? '–' : `${(worstRecoveryMs / 1_000).toFixed(1)} s`} |`);
  return [
    '', `The ${long ? 'long' : 'short'} form, seed ${seed}, ${seconds} s; lease ${LEASE_SECONDS} s, sweep ${SWEEP_SECONDS} s.`, '',
    '| fault | injected | executions | lost | duplicated | stuck | in doubt | worst recovery |', '|---|---:|---:|---:|---:|---:|---:|---:|', ...rows,
    `| **all** | ${sum('injected')} | ${sum('executions')} | ${sum('lost')} | ${sum('duplicated')} | ${sum('stuck')} | ${sum('unknown')} | |`, '',
  ].join('\n');
}
