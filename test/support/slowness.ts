/**
 * How many times slower this process runs than on an idle machine: elapsed time of some work divided by its processor time.
 * 1 on an idle machine; 4 if three others compete for the processor.
 */
export function slowness(): number {
  const started = performance.now();
  const before = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  while (used() < 300);
  return Math.max(1, (performance.now() - started) / used());
}
