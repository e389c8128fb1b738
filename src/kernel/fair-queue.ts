/** A queue that serves its groups in turn, so that many items in one group do not delay the others. */
export class FairQueue<Item> {
  private readonly groups = new Map<string, Item[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Adds an item at the end of its group. */
  add(group: string, item: Item): void {
    const items = this.groups.get(group);
    if (items) items.push(item);
    else this.groups.set(group, [item]);
    this.count += 1;
  }

  /** Takes up to `limit` items: a fair share of each group that is not held, in the group's order. Served groups move to the end. */
  take(limit: number, held: ReadonlySet<string> = new Set()): { group: string; items: Item[] }[] {
    const open = [...this.groups.keys()].filter((group) => !held.has(group)).slice(0, limit);
    const share = Math.max(1, Math.floor(limit / Math.max(1, open.length)));
    return open.map((group) => ({ group, items: this.takeOf(group, share) }));
  }

  private takeOf(group: string, share: number): Item[] {
    const items = this.groups.get(group)!;
    const taken = items.splice(0, share);
    this.groups.delete(group);
    if (items.length > 0) this.groups.set(group, items);
    this.count -= taken.length;
    return taken;
  }
}
