import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCALE_ROWS, TURN_ROWS } from '../rows/rows.mjs';
import { copyDist } from './bench-dist.mjs';
import { describeRun } from './machine.mjs';
import { spread } from './numbers.mjs';
import { Stage } from './stage.mjs';
import { printRow, printTable } from './table.mjs';

/** Runs the requested rows, prints the table and writes results.json. Resolves with whether every row succeeded. */
export async function playAll(given) {
  const { dist, before, root, here } = given;
  const rows = chosen(given);
  if (given.list || rows.length === 0) return list();
  const options = optionsOf(given);
  const stage = await Stage.open({
    dist: copyDist(dist, root),
    before: before && copyDist(before, root, 'before'),
    statements: given.statements,
    folder: given.folder,
    profiles: given.profile ? join(here, 'profiles') : undefined,
  });
  const run = await describeRun(stage, { root, here, options });
  console.log(`${run.summary}\n`);
  const samples = new Map(rows.map((row) => [row.name, []]));
  try {
    for (let round = 1; round <= options.rounds; round++) {
      for (const row of rows)
        if (round === 1 || TURN_ROWS.includes(row)) await playOne(stage, row, { round, options, samples });
    }
  } finally {
    await stage.close();
  }
  const results = rows.map((row) => ({ row, ...summed(samples.get(row.name)) }));
  const ratios = printTable(results);
  writeFileSync(
    join(here, 'results.json'),
    `${JSON.stringify({ ...run, rows: toJson(results, samples), ratios }, null, 2)}\n`,
  );
  return results.every(({ failures }) => failures.length === 0);
}

function chosen({ only }) {
  const all = [...TURN_ROWS, ...SCALE_ROWS];
  if (!only) return all;
  const words = only.split(',');
  return all.filter(({ name }) =>
    words.some((word) => name === word || (word.endsWith('*') && name.startsWith(word.slice(0, -1)))),
  );
}

function list() {
  for (const { name, title } of [...TURN_ROWS, ...SCALE_ROWS]) console.log(`${name.padEnd(24)} ${title}`);
  return false;
}

const SIZES = { short: { rounds: 1, seconds: 5 }, full: { rounds: 2, seconds: 5 }, long: { rounds: 5, seconds: 15 } };

function optionsOf({ short, long, rounds, seconds, env = [] }) {
  const size = short ? 'short' : long ? 'long' : 'full';
  return {
    size,
    rounds: Number(rounds ?? SIZES[size].rounds),
    seconds: Number(seconds ?? SIZES[size].seconds),
    environment: Object.fromEntries(env.map((each) => each.split(/=(.*)/s).slice(0, 2))),
  };
}

// A row that fails reports why, and the others continue.
async function playOne(stage, row, { round, options, samples }) {
  const sample = await row.play(stage, options).catch((error) => ({ failure: error.stack ?? String(error) }));
  samples.get(row.name).push(sample);
  printRow(row, sample, round);
  await stage.clear();
}

function summed(samples) {
  const failures = samples.flatMap(({ failure }) => failure ?? []);
  const skipped = samples.find((sample) => sample.skipped)?.skipped;
  const good = samples.filter((sample) => !sample.failure && !sample.skipped);
  const names = [...new Set(good.flatMap((sample) => Object.keys(sample)))].filter((name) => name !== 'note');
  const figures = Object.fromEntries(
    names.map((name) => [name, spread(good.map((sample) => sample[name]).filter((value) => value !== undefined))]),
  );
  return { failures, skipped, figures, notes: good.flatMap(({ note }) => note ?? []) };
}

const toJson = (results, samples) =>
  results.map(({ row, figures, failures, skipped, notes }) => ({
    name: row.name,
    title: row.title,
    figures,
    failures,
    skipped,
    notes,
    samples: samples.get(row.name),
  }));
