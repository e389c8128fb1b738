/** `npm run test:faults`: injects faults while the product runs, and judges the result. See CONTRIBUTING.md. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, requireNode, root } from '../../scripts/ensure.mjs';

const USAGE = `npm run test:faults -- [--only scenario,scenario] [--seed N] [--long] [--lanes N] [--executions N] [--keep] [--through pgbouncer] [--document] [--table]
CONTRIBUTING.md explains the options; the scenarios are in test/faults/scenarios/.`;

const given = parse();

requireNode();
await ensureInstalled('test');
// Another build can be tested, such as one with a deliberate bug.
const dist = process.env.FAULTS_DIST ?? `${root}/dist`;
if (!process.env.FAULTS_DIST) await ensureBuilt();

// These modules import packages that the steps above have installed.
const [{ playAll, unknown }, { missing }, { rewriteTable }] = await Promise.all(
  ['suite', 'requirements', 'report'].map((name) => import(`./support/${name}.mjs`)),
);

if (given.table) {
  rewriteTable();
  process.exit(0);
}
const only = given.only?.split(',');
const sentence =
  given.document && only
    ? '--document writes the whole table: leave --only out.'
    : (unknown(only) ?? (await missing(dist, given.through)));
if (sentence) {
  console.error(sentence);
  process.exit(1);
}

const long = given.long ?? false;
const ok = await playAll({
  dist,
  long,
  keep: given.keep ?? false,
  document: given.document ?? false,
  only,
  through: given.through,
  seed: Number(given.seed ?? Math.floor(Math.random() * 2 ** 31)),
  executions: Number(given.executions ?? (long ? 2_000 : 120)),
  // The long form leaves capacity free, so that a recovery is not slowed by waiting for a processor.
  lanes: Number(given.lanes ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / (long ? 2 : 1))))),
});
process.exit(ok ? 0 : 1);

function parse() {
  const [text, yes] = [{ type: 'string' }, { type: 'boolean' }];
  try {
    const { values } = parseArgs({
      options: {
        long: yes,
        seed: text,
        only: text,
        lanes: text,
        executions: text,
        keep: yes,
        document: yes,
        through: text,
        table: yes,
        help: yes,
      },
    });
    if (!values.help) return values;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(1);
  }
}
