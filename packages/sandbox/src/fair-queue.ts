/** A queue in which partitions take turns: who sends a thousand calls waits behind himself. */
export function createFairQueue<T>(partitionOf: (item: T) => string) {
  const lines = new Map<string, T[]>();
  let size = 0;

  function lineOf(item: T): T[] {
    const partition = partitionOf(item);
    const line = lines.get(partition) ?? [];
    lines.set(partition, line);
    return line;
  }

  return Object.freeze({
    size: () => size,
    push(item: T): void {
      lineOf(item).push(item);
      size++;
    },
    /** For what was in somebody’s hands already. */
    unshift(item: T): void {
      lineOf(item).unshift(item);
      size++;
    },
    shift(): T | undefined {
      for (const [partition, line] of lines) {
        const item = line.shift();
        lines.delete(partition);
        if (line.length > 0) lines.set(partition, line); // to the end of the turn
        if (item === undefined) continue;
        size--;
        return item;
      }
      return undefined;
    },
    /** The last one of the longest line, to make room for somebody whose own line is shorter; undefined when there is none. */
    giveWay(item: T): T | undefined {
      let longest: T[] = [];
      for (const line of lines.values()) if (line.length > longest.length) longest = line;
      if (longest.length <= (lines.get(partitionOf(item))?.length ?? 0) + 1) return undefined;
      size--;
      return longest.pop();
    },
    remove(item: T): boolean {
      const line = lines.get(partitionOf(item));
      const at = line?.indexOf(item) ?? -1;
      if (line === undefined || at < 0) return false;
      line.splice(at, 1);
      size--;
      return true;
    },
  });
}
