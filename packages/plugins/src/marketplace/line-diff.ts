/** A unified diff of two texts, by the shortest way from one to the other (Myers 1986), up to a bound. */
type Step = readonly [kind: ' ' | '-' | '+', line: string];

const CONTEXT = 3;
/** More steps than that are shown as everything old and everything new. */
const MOST_STEPS = 4000;

export function lineDiff(before: string, after: string): string {
  return hunksOf(stepsBetween(before.split('\n'), after.split('\n'))).join('\n');
}

/** Line by line: kept, gone or new. */
export function stepsBetween(a: readonly string[], b: readonly string[]): Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => [' ', line]);
  return [...same(a.slice(0, start)), ...shortest(a.slice(start, a.length - end), b.slice(start, b.length - end)), ...same(a.slice(a.length - end))];
}

function shortest(a: readonly string[], b: readonly string[]): Step[] {
  const most = Math.min(a.length + b.length, MOST_STEPS);
  let reached = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let depth = 0; depth <= most; depth++) {
    trace.push(reached);
    reached = new Map(reached);
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      const down = diagonal === -depth || (diagonal !== depth && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
      let x = down ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return wayBack(a, b, trace);
    }
    if (trace.length * depth > MOST_CELLS) break;
  }
  return [...a.map((line): Step => ['-', line]), ...b.map((line): Step => ['+', line])];
}

const MOST_CELLS = 2_000_000;

function wayBack(a: readonly string[], b: readonly string[], trace: readonly ReadonlyMap<number, number>[]): Step[] {
  const steps: Step[] = [];
  let [x, y] = [a.length, b.length];
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const reached = trace[depth]!;
    const diagonal = x - y;
    const down = diagonal === -depth || (diagonal !== depth && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const [startX, startY] = depth === 0 ? [0, 0] : [reached.get(from) ?? 0, (reached.get(from) ?? 0) - from];
    while (x > startX && y > startY && (depth === 0 || (down ? y > startY + 1 || x > startX : x > startX + 1 || y > startY))) {
      steps.push([' ', a[--x]!]);
      y--;
    }
    if (depth === 0) break;
    if (down) steps.push(['+', b[--y]!]);
    else steps.push(['-', a[--x]!]);
  }
  return steps.reverse();
}

function hunksOf(steps: readonly Step[]): string[] {
  const near = new Set(steps.flatMap(([kind], at) => (kind === ' ' ? [] : Array.from({ length: 2 * CONTEXT + 1 }, (_, offset) => at + offset - CONTEXT))));
  const lines: string[] = [];
  let [old, now] = [1, 1];
  for (const [at, [kind, line]] of steps.entries()) {
    if (near.has(at)) {
      if (!near.has(at - 1) || at === 0) lines.push(`@@ -${old} +${now} @@`);
      lines.push(`${kind}${line}`);
    }
    if (kind !== '+') old++;
    if (kind !== '-') now++;
  }
  return lines;
}
