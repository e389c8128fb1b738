/** Stops the run's Postgres and removes its folder. */
export default async function globalTeardown() {
  await globalThis.stopTestPostgres?.();
}
