const SHARE_MS = 10;
// The promise of a value resolves through several others before graphql-js continues.
const HOPS = 6;

/**
 * Shares the event loop: building answers takes a few milliseconds of each turn, for all answers together. Remaining work
 * waits for the next turn, in order of arrival.
 */
class Turns {
  private hasBegun = false;
  private ends = 0;
  private waiting: (() => void)[] = [];
  private isLettingGo = false;

  /** Whether the time slice of this turn is used up. */
  isOver(): boolean {
    if (!this.hasBegun) this.begin();
    return performance.now() > this.ends;
  }

  /** Resolves when it is the caller's turn: after all earlier callers, in this turn of the loop or a later one. */
  mine(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.letGo();
    });
  }

  private begin(): void {
    this.hasBegun = true;
    this.ends = performance.now() + SHARE_MS;
    setImmediate(() => {
      this.hasBegun = false;
      this.letGo();
    });
  }

  private letGo(): void {
    if (this.isLettingGo || this.waiting.length === 0 || this.isOver()) return;
    this.isLettingGo = true;
    this.oneByOne().catch(() => undefined);
  }

  // Many wait at the same time: whether there is time for the next is known only after the previous one has run.
  private async oneByOne(): Promise<void> {
    let count = 0;
    while (count < this.waiting.length && !this.isOver()) {
      this.waiting[count++]!();
      for (let hop = 0; hop < HOPS; hop++) await Promise.resolve();
    }
    this.waiting.splice(0, count);
    this.isLettingGo = false;
  }
}

/** The event loop of this process. */
export const turns = new Turns();
