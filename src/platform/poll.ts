import { Logger } from '@nestjs/common';

/** Does something again and again, never twice at once; a failure is logged and the next turn comes all the same. */
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

  /** Begins; the first turn comes after one interval. */
  start(): void {
    this.stopped = false;
    this.timer = setTimeout(() => (this.running = this.run()), this.everyMs).unref();
  }

  /** Ends, and resolves when the turn under way has ended. */
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
