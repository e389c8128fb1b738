/** Reproducible random numbers: the same seed gives the same numbers. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer; both limits are included. */
  between(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  /** A name from a table of weights by name. */
  weighted(table) {
    const total = Object.values(table).reduce((sum, weight) => sum + weight, 0);
    let left = this.next() * total;
    for (const [name, weight] of Object.entries(table)) if ((left -= weight) < 0) return name;
    return Object.keys(table)[0];
  }

  /** A separate generator for one purpose, so that one part's draws do not change another's. */
  fork(purpose) {
    let hash = this.state ^ 0x811c9dc5;
    for (const letter of purpose) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    return new Random(hash);
  }
}
