import { LIMITS } from '../../kernel/limits.js';

/** A unit of work takes about 12 ns; the total corresponds to the time limit. */
const MOST_WORK = 4_000_000;
const WORK_OF_A_STEP = 100;
const LONGEST_MS = 50;

/**
 * The budget for rendering the params of one step, for all their texts together, in work and in bytes of output. Liquid's own
 * limits count neither loops nor output, and a clock notices an expensive filter only after it has run.
 */
export class Budget {
  private work = 0;
  private bytes = 0;
  private end = performance.now() + LONGEST_MS;
  private readonly began = cpuMs();

  /** Charges for handling this many characters or elements; Liquid calls it as its memory limit. */
  use(count: number): void {
    this.work += count > 0 ? count : 0;
    if (this.work > MOST_WORK) throw new Error('It takes too much work: make its loops shorter');
  }

  /** Charges for one step; Liquid calls it as its render limit, with the time. */
  check(now: number): void {
    this.use(WORK_OF_A_STEP);
    if (now > this.end) this.lookCloser(now);
  }

  // A slow clock may be due to other processes, so processor time decides.
  private lookCloser(now: number): void {
    const left = LONGEST_MS - (cpuMs() - this.began);
    if (left <= 0) throw new Error(`It takes longer than ${LONGEST_MS} ms: make it simpler`);
    this.end = now + left;
  }

  /** Charges for a piece of output, and returns it. */
  write(text: string): string {
    this.bytes += Buffer.byteLength(text);
    if (this.bytes > LIMITS.maxTemplateOutputBytes)
      throw new Error(`What it makes is larger than ${LIMITS.maxTemplateOutputBytes} bytes`);
    return text;
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
