/** Who waits for a turn, first come first served; one may leave before. Not a `Set`, for the reason that `Crowd` has. */
export class Line<K extends string, T extends { [place in K]?: number | undefined }> {
  private readonly key: K;
  private slots: (T | undefined)[] = [];
  /** Slots at the front that are used up, and those that were cut off already. */
  private taken = 0;
  private cut = 0;
  private left = 0;

  constructor(key: K) { this.key = key; }

  get size(): number { return this.left; }

  add(item: T): void {
    (item as { [place in K]?: number })[this.key] = this.cut + this.slots.push(item) - 1; // T may not be written to through K
    this.left++;
  }

  shift(): T | undefined {
    while (this.taken < this.slots.length) {
      const item = this.slots[this.taken];
      this.slots[this.taken++] = undefined;
      if (this.taken > FEW && this.taken * 2 > this.slots.length) this.shorten();
      if (item === undefined) continue;
      this.left--;
      return item;
    }
    return undefined;
  }

  delete(item: T): void {
    const place = item[this.key];
    if (place === undefined || this.slots[place - this.cut] !== item) return;
    this.slots[place - this.cut] = undefined;
    this.left--;
  }

  private shorten(): void {
    this.slots = this.slots.slice(this.taken);
    this.cut += this.taken;
    this.taken = 0;
  }
}

const FEW = 256;
