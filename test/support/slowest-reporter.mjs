import { relative } from 'node:path';

const SHOWN = 20;

/** Lists the slowest files below the results, if the run has more files than that. */
export default class {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
  }

  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const slowest = testResults
      .map(({ testFilePath, perfStats }) => ({ path: relative(this.rootDir, testFilePath), ms: perfStats.runtime }))
      .sort((a, b) => b.ms - a.ms)
      .slice(0, SHOWN);
    process.stderr.write(`\nThe ${SHOWN} slowest files, in seconds:\n`);
    for (const { path, ms } of slowest) process.stderr.write(`${(ms / 1_000).toFixed(1).padStart(6)}  ${path}\n`);
  }
}
