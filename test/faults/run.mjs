/** `npm run test:faults [-- --long] [--seed N] [--only name,name] [--lanes N] [--document]`: faults while it runs, and a judge outside. */
import { mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, root } from '../../scripts/ensure.mjs';
import { SCENARIOS } from './scenarios/all.mjs';
import { Random } from './support/random.mjs';
import { report, writeResults } from './support/report.mjs';
import { Scenario } from './support/scenario.mjs';
import { Stage } from './support/stage.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const long = process.argv.includes('--long');
const only = option('only')?.split(',');
const seed = Number(option('seed', Math.floor(Math.random() * 2 ** 31)));
const executions = Number(option('executions', long ? 2_000 : 400));
const plans = SCENARIOS.filter(({ name, skipped }) => !skipped && (!only || only.includes(name)));
const lanes = Math.min(Number(option('lanes', 2)), plans.length);

if (!process.env.FAULTS_DIST) ensureBuilt();
const dist = process.env.FAULTS_DIST ?? join(root, 'dist');
const folder = mkdtempSync(join(tmpdir(), 'crm-faults-'));
chmodSync(folder, 0o755);
console.log(`Faults: ${plans.length} scenarios, ${executions} executions each, seed ${seed} (again: npm run test:faults -- --seed ${seed}${long ? ' --long' : ''}${only ? ` --only ${only}` : ''})`);
for (const { name, skipped } of SCENARIOS) if (skipped) console.log(`Skipped: ${name}: ${skipped}`);

const began = performance.now();
const results = [];
const queue = [...plans];
const lane = async (index) => {
  const stage = await Stage.build({ dist, folder: join(folder, `lane${index}`), workspaces: 20 });
  for (let plan = queue.shift(); plan; plan = queue.shift()) {
    const result = await play(stage, plan);
    results.push(result);
    report(result);
  }
  await stage.close();
};
await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));

const failed = results.filter(({ ok }) => !ok);
const seconds = Math.round((performance.now() - began) / 1_000);
results.sort((a, b) => plans.findIndex(({ name }) => name === a.name) - plans.findIndex(({ name }) => name === b.name));
if (process.argv.includes('--document')) writeResults({ seed, long, executions, seconds, results });
if (option('json')) writeFileSync(option('json'), JSON.stringify(results, null, 2));
if (failed.length === 0 && !process.argv.includes('--keep')) rmSync(folder, { recursive: true, force: true });
else console.log(`Logs, receipts and the database are kept in ${folder}`);
console.log(`${results.length - failed.length} of ${results.length} held in ${seconds} s, seed ${seed}${failed.length > 0 ? `; failed: ${failed.map(({ name }) => name).join(', ')}` : ''}`);
process.exit(failed.length > 0 ? 1 : 0);

async function play(stage, plan) {
  const random = new Random(seed).fork(plan.name);
  try {
    const result = await new Scenario({ stage, plan, random, long, executions }).run();
    const clean = result.lost + result.duplicated + result.stuck + result.broken === 0;
    return { ...result, ok: clean };
  } catch (error) {
    return { name: plan.name, fault: plan.title, ok: false, crashed: String(error.stack ?? error) };
  }
}
