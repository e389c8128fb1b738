import fc from 'fast-check';

const { FC_SEED, FC_PATH, FC_RUNS, FC_WITHIN_MS, CI } = process.env;
const ORDINARY_MS = 20_000;

/** The time to check a property: as given in CI, at most `ORDINARY_MS` on a developer's machine. */
export const patience = (ms: number) => Number(FC_WITHIN_MS ?? (CI ? ms : Math.min(ms, ORDINARY_MS)));

/**
 * Asserts a property with a seed that is printed on failure: FC_SEED and FC_PATH replay it, FC_RUNS sets more runs.
 * It stops checking or shrinking after `patience(withinMs)`; FC_WITHIN_MS sets another time.
 */
export async function holds<Input>(
  property: fc.IAsyncProperty<Input> | fc.IProperty<Input>,
  { runs = 300, withinMs = 40_000, unbiased = false } = {},
): Promise<void> {
  const seed = Number(FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const path = FC_PATH ? { path: FC_PATH, endOnFailure: true } : {};
  const details = await fc.check(property as fc.IAsyncProperty<Input>, {
    seed,
    numRuns: Number(FC_RUNS ?? runs),
    interruptAfterTimeLimit: patience(withinMs),
    unbiased,
    ...path,
  });
  if (details.failed) throw new Error(story(details as fc.RunDetails<unknown>));
}

/** The smallest counterexample, its error, and how to replay it. */
function story({
  seed,
  counterexamplePath,
  counterexample,
  numRuns,
  numShrinks,
  errorInstance,
}: fc.RunDetails<unknown>): string {
  const again = `FC_SEED=${seed} FC_PATH=${counterexamplePath} npm run jest -- ${expect.getState().testPath}`;
  const wrong = errorInstance instanceof Error ? errorInstance.message : 'Not one run came to its end';
  return `Failed in run ${numRuns}, shrunk ${numShrinks} times. Again: ${again}\n${JSON.stringify(counterexample, null, 1)}\n${wrong}`;
}
