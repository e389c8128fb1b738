import { ratiosOf } from './ratios.mjs';
import { short } from './numbers.mjs';

const cell = ({ median, min, max, n }) => (n > 1 ? `${short(median)} (${short(min)}–${short(max)})` : short(median));

/** Prints one line for one row in one round, as soon as it is known. */
export function printRow({ title }, { failure, skipped, note: _, ...figures }, round) {
  const words = failure
    ? `FAILED: ${failure}`
    : skipped
      ? `skipped: ${skipped}`
      : Object.entries(figures)
          .map(([name, value]) => `${name} ${short(value)}`)
          .join(' · ');
  console.log(`  round ${round}  ${title}: ${words}`);
}

/** Prints medians and ranges, then the ratios; returns the ratios. */
export function printTable(results) {
  for (const { row, figures, failures, skipped, notes } of results) {
    console.log(`\n${row.title}`);
    for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(34)} ${cell(value)}`);
    for (const line of [
      ...failures.map((text) => `FAILED: ${text.split('\n')[0]}`),
      ...(skipped ? [`skipped: ${skipped}`] : []),
      ...notes,
    ])
      console.log(`  ${line}`);
  }
  const ratios = ratiosOf(results);
  if (ratios.length > 0) console.log('\nRatios of medians');
  for (const { name, value, wanted, reached } of ratios)
    console.log(
      `  ${reached ? 'reached' : 'MISSED '}  ${name.padEnd(58)} ${short(value).padStart(8)}   wanted ${wanted}`,
    );
  return ratios;
}
