import { Logger } from '@nestjs/common';

/** Repeats a task at an interval, never two at once. Logs a failure and goes on with the next turn. */
export class Poll {
  private readonly log = new Logger(Poll.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly turn: () => Promise<unknown>,
  ) {}

  /** Starts; the first turn comes after one interval. */
  start(): void {
    this.stopped = false;
    this.timer = setTimeout(() => void (this.running = this.run()), this.everyMs).unref();
  }

  /** Stops, and resolves when the current turn has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.turn();
    } catch (error) {
      this.log.error({ msg: `${this.name} failed; it is tried again in ${this.everyMs} ms`, err: error });
    }
    if (!this.stopped) this.start();
  }
}
