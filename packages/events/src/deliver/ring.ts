/**
 * First come, first served. What was taken is let go at once: an array that is cut now and then still points to it, and its copies,
 * once they are among the long-lived, keep everything alive that was ever in them.
 */
export class Ring<T> {
  private slots: (T | undefined)[] = [];
  private begin = 0;
  private held = 0;

  get size(): number { return this.held; }
  get first(): T | undefined { return this.slots[this.begin]; }

  push(item: T): void {
    if (this.held === this.slots.length) this.grow();
    this.slots[(this.begin + this.held++) & (this.slots.length - 1)] = item;
  }

  shift(): T | undefined {
    if (this.held === 0) return undefined;
    const item = this.slots[this.begin];
    this.slots[this.begin] = undefined;
    this.begin = (this.begin + 1) & (this.slots.length - 1);
    this.held--;
    return item;
  }

  /** The number of slots is a power of two. */
  private grow(): void {
    const { slots, begin, held } = this;
    this.slots = Array.from({ length: Math.max(FEW, held * 2) }, (_, at) => (at < held ? slots[(begin + at) & (held - 1)] : undefined));
    this.begin = 0;
  }
}

const FEW = 8;
