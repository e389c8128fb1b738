import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCENARIOS } from '../scenarios/all.mjs';
import { Random } from './random.mjs';
import { report, writeResults } from './report.mjs';
import { Scenario } from './scenario.mjs';
import { Stage } from './stage.mjs';

/** Runs the scenarios in parallel lanes, each to its end regardless of other failures; true if all held. */
export async function playAll(run) {
  const { seed, long, only, executions, document, keep, through } = run;
  const wanted = SCENARIOS.filter(({ name }) => !only || only.includes(name));
  const plans = wanted.filter(({ skipped }) => !skipped);
  const folder = mkdtempSync(join(tmpdir(), 'crm-faults-'));
  chmodSync(folder, 0o755);
  console.log(
    `Faults: ${plans.length} ${plans.length === 1 ? 'scenario' : 'scenarios'}, ${executions} executions each, seed ${seed} (again: npm run test:faults -- --seed ${seed}${long ? ' --long' : ''}${only ? ` --only ${only}` : ''}${through ? ` --through ${through}` : ''})`,
  );
  const missed = wanted.filter(({ skipped }) => skipped);
  for (const { name, skipped } of missed) console.log(`Skipped: ${name}: ${skipped}`);

  const began = performance.now();
  const results = await playInLanes(plans, { ...run, folder });
  const seconds = Math.round((performance.now() - began) / 1_000);
  if (document) writeResults({ seed, long, executions, seconds, results });
  return conclude({ results, missed, seconds, seed, folder, keep });
}

/** What is wrong with a choice of scenarios, in one sentence; undefined if nothing is. */
export function unknown(only = []) {
  const names = only.filter((name) => !SCENARIOS.some((plan) => plan.name === name));
  return names.length > 0
    ? `There is no scenario ${names.join(', ')}. Known: ${SCENARIOS.map(({ name }) => name).join(', ')}.`
    : undefined;
}

async function playInLanes(plans, { dist, folder, lanes, through, ...run }) {
  // The longest first, so that no lane has to wait at the end for one that started late.
  const queue = [...plans].sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1));
  const results = [];
  const lane = async (index) => {
    const stage = await Stage.build({ dist, folder: join(folder, `lane${index}`), workspaces: 20, through });
    for (let plan = queue.shift(); plan; plan = queue.shift()) {
      results.push(await play(stage, plan, run));
      report(results.at(-1), `${results.length}/${plans.length}`);
    }
    await stage.close();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, plans.length) }, (_, index) => lane(index)));
  return plans.map((plan) => results.find(({ name }) => name === plan.name));
}

async function play(stage, plan, { seed, long, executions }) {
  try {
    const result = await new Scenario({
      stage,
      plan,
      random: new Random(seed).fork(plan.name),
      long,
      executions,
    }).run();
    return { ...result, ok: result.lost + result.duplicated + result.stuck + result.broken === 0 };
  } catch (error) {
    return { name: plan.name, fault: plan.title, ok: false, crashed: String(error.stack ?? error) };
  }
}

function conclude({ results, missed, seconds, seed, folder, keep }) {
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  // In CI a scenario that cannot run counts as failed.
  if (process.env.CI) failed.push(...missed.filter(({ optional }) => !optional).map(({ name }) => name));
  if (failed.length === 0 && !keep) rmSync(folder, { recursive: true, force: true });
  else console.log(`Logs, receipts and databases are kept in ${folder}`);
  console.log(
    `${results.filter(({ ok }) => ok).length} of ${results.length} held in ${seconds} s, seed ${seed}${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`,
  );
  return failed.length === 0;
}
