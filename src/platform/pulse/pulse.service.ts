import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Poll } from './poll.js';

const BEAT_MS = 1_000;

/** A task that is repeated whenever there is work for it. */
export interface Sweep {
  name: string;
  /** How often to ask for work, in whole seconds; less than 1 counts as 1. */
  everySeconds: number;
  /** Whether there is work: a SQL expression without parameters that reads at most one row, by an index. True means yes. */
  isDue: string;
  /** Does all the work. A failure is logged, and the sweep is asked again at its next time. */
  turn: () => Promise<unknown>;
}

/**
 * Asks Postgres once a second, in one statement for all sweeps, which of them have work, and runs those. Does nothing in a process
 * that runs no executions.
 */
@Injectable()
export class Pulse implements OnModuleDestroy {
  private readonly log = new Logger(Pulse.name);
  private readonly poll = new Poll('Pulse', BEAT_MS, () => this.beat());
  private readonly sweeps: Sweep[] = [];
  /** The current turns. */
  private readonly turns = new Map<Sweep, Promise<void>>();
  private beats = 0;
  /** Whether it is stopping: a turn that would go on should end. */
  isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  /** Adds a sweep, which runs until the process ends. */
  begin(sweep: Sweep): void {
    if (!this.config.runsExecutions) return;
    if (this.sweeps.length === 0) this.poll.start();
    this.sweeps.push(sweep);
  }

  /** Stops all sweeps, and resolves when the current turns have ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.poll.stop();
    await Promise.all(this.turns.values());
  }

  async onModuleDestroy(): Promise<void> {
    await this.stop();
  }

  private async beat(): Promise<void> {
    this.beats += 1;
    const asked = this.sweeps.filter(
      (sweep) => !this.turns.has(sweep) && this.beats % Math.max(1, Math.round(sweep.everySeconds)) === 0,
    );
    if (asked.length === 0) return;
    const questions = asked.map(({ isDue }, index) => `(${isDue}) AS "${index}"`);
    const [answers] = await this.database.query<Record<number, boolean | null>>(`SELECT ${questions.join(', ')}`);
    if (this.isStopping) return;
    for (const [index, sweep] of asked.entries()) if (answers![index]) this.turns.set(sweep, this.run(sweep));
  }

  private async run(sweep: Sweep): Promise<void> {
    try {
      await sweep.turn();
    } catch (error) {
      this.log.error({ msg: `${sweep.name} failed; it is tried again in ${sweep.everySeconds} s`, err: error });
    } finally {
      this.turns.delete(sweep);
    }
  }
}
