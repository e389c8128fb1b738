import { delay } from './wait.mjs';

const DUE = `SELECT id, seq FROM execution WHERE status IN ('QUEUED', 'RUNNING') UNION ALL SELECT event_id, 0 FROM outbox`;
const STILL = `SELECT count(*)::int AS still FROM unnest($1::uuid[], $2::int[]) AS due(id, seq)
  LEFT JOIN execution e ON e.id = due.id AND e.seq = due.seq AND e.status IN ('QUEUED', 'RUNNING') LEFT JOIN outbox o ON o.event_id = due.id
  WHERE e.id IS NOT NULL OR o.event_id IS NOT NULL`;

const PATIENCE_MS = 60_000;

/** Measures for each fault how long it takes until every execution and event that was due at the fault has progressed. */
export class Recovery {
  measurements = [];

  constructor(scenario) {
    this.scenario = scenario;
  }

  /** Injects the fault; resolves with its result as soon as everything due has progressed. */
  async after(strike) {
    const due = await this.scenario.query(DUE);
    const result = await strike();
    await this.watch(due);
    return result;
  }

  async watch(due) {
    const began = performance.now();
    const values = [due.map(({ id }) => id), due.map(({ seq }) => seq)];
    while ((await this.scenario.query(STILL, values))[0].still > 0) {
      if (performance.now() - began > PATIENCE_MS) break;
      await delay(25);
    }
    this.measurements.push(Math.round(performance.now() - began));
  }

  get worst() {
    return this.measurements.length > 0 ? Math.max(...this.measurements) : null;
  }
}
