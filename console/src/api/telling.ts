/** The interval of list updates: short enough to look live, long enough that thousands of changes a second cost little. */
const TELL_EVERY_MS = 100;

/** The time until the next update: all lists update at the same moments, so that they share a frame. */
export const untilNextTelling = (): number => TELL_EVERY_MS - (performance.now() % TELL_EVERY_MS);
