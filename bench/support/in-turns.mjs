import { graphql } from '../../test/faults/support/world.mjs';
import { percentile } from './numbers.mjs';

const ASKED = 40;

/**
 * The median milliseconds of each request, `[key, query, variables]`, over HTTP. They are sent alternately, so that the state of
 * the machine affects all equally.
 */
export async function inTurns(url, requests) {
  const times = requests.map(() => []);
  for (let turn = -5; turn < ASKED; turn++) {
    for (const [index, [key, query, variables]] of requests.entries()) {
      const began = performance.now();
      await graphql(url, key, { query, variables, within: 60_000 });
      if (turn >= 0) times[index].push(performance.now() - began);
    }
  }
  return times.map((each) => percentile(each, 0.5));
}
