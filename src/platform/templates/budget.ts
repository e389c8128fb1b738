import { LIMITS } from '../../kernel/limits.js';

const MOST_WORK = 4_000_000;
const WORK_OF_A_STEP = 100;
const LONGEST_MS = 1_000;

/**
 * What filling in one value may cost, in work and in bytes of output. Liquid's own limits count neither its loops nor
 * its output, and its clock alone would let a hostile template hold the process for as long as any honest one may take.
 */
export class Budget {
  private work = 0;
  private bytes = 0;
  private readonly end = performance.now() + LONGEST_MS;

  /** Pays for handling so many characters or elements; Liquid calls it as its memory limit. */
  use(count: number): void {
    this.work += count > 0 ? count : 0;
    if (this.work > MOST_WORK) throw new Error('It takes too much work: make its loops shorter');
  }

  /** Pays for one step; Liquid calls it as its render limit, with the time. */
  check(now: number): void {
    this.use(WORK_OF_A_STEP);
    if (now > this.end) throw new Error(`It takes longer than ${LONGEST_MS} ms: make it simpler`);
  }

  /** Pays for a piece of output, and hands it back. */
  write(text: string): string {
    this.bytes += Buffer.byteLength(text);
    if (this.bytes > LIMITS.maxTemplateOutputBytes) throw new Error(`What it makes is larger than ${LIMITS.maxTemplateOutputBytes} bytes`);
    return text;
  }
}
