import { status, type Reply } from './webhook-receiver.js';

/** Holds whatever passes until it is opened. */
export class Gate {
  private open_!: () => void;
  private readonly opened = new Promise<void>((resolve) => (this.open_ = resolve));
  private inside = 0;
  /** How many were held at the same time, at most. */
  peak = 0;

  /** Lets everything through that waits, and whatever comes later. */
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

  /** A reply that waits at the gate first; without one, 200. */
  before(reply: Reply = status(200)): Reply {
    return (response, request) => void this.pass().then(() => reply(response, request));
  }
}
