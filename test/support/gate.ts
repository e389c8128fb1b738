import { status, type Reply } from './webhook-receiver.js';

/** Holds callers until it is opened. */
export class Gate {
  private open_!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open_ = resolve));
  private inside = 0;
  /** The maximum number held at the same time. */
  peak = 0;

  /** Releases all waiting and all later callers. */
  open(): void {
    this.open_();
  }

  /** Resolves when the gate is open. */
  async pass(): Promise<void> {
    this.inside += 1;
    this.peak = Math.max(this.peak, this.inside);
    await this.opened;
    this.inside -= 1;
  }

  /** A reply that first waits at the gate; 200 by default. */
  before(reply: Reply = status(200)): Reply {
    return (response, request) => void this.pass().then(() => reply(response, request));
  }
}
