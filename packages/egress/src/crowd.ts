/**
 * What comes and goes by the ten thousand a second, each thing knowing its own place. Not a `Set`: when a set outgrows its table
 * the old table points to the new one, and once an old table lies among the long-lived, all tables that follow are kept until a full
 * collection, with everything that was ever in them.
 */
export class Crowd<K extends string, T extends { [place in K]?: number | undefined }> {
  private readonly key: K;
  private readonly items: T[] = [];

  constructor(key: K) { this.key = key; }

  get size(): number { return this.items.length; }
  get first(): T | undefined { return this.items[0]; }

  add(item: T): void {
    (item as { [place in K]?: number })[this.key] = this.items.push(item) - 1; // T may not be written to through K
  }

  /** The last one takes its place. */
  delete(item: T): boolean {
    const place = item[this.key];
    if (place === undefined || this.items[place] !== item) return false;
    const last = this.items.pop()!;
    if (last !== item) {
      this.items[place] = last;
      (last as { [place in K]?: number })[this.key] = place;
    }
    return true;
  }
}
