import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

/** Runs the work under the CPU profiler if it has a name and there is a folder for profiles; writes a file that Chrome can open. */
export async function profiled(name, work) {
  const folder = process.env.BENCH_PROFILES;
  if (!folder || !name) return work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  const result = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return { ...result, hot: hottest(profile, 30) };
}

/** The functions with the most CPU time, with the share of each. */
function hottest({ nodes, samples, timeDeltas }, count) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const self = new Map();
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    const name = `${functionName || '(anonymous)'} ${url.replace(/^.*(node_modules|bench-dist-\d+|bench)\//, '')}:${lineNumber + 1}`;
    self.set(name, (self.get(name) ?? 0) + timeDeltas[index]);
  });
  const total = [...self.values()].reduce((a, b) => a + b, 0);
  return [...self]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(5)}%  ${name}`);
}
