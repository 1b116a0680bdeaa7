/** What a proof found: a table for people, one JSON line for machines, and an exit code that tells whether all of it holds. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  readonly better: 'higher' | 'lower';
}

/** Prints the figures; the JSON is always the last line. Sets the exit code to 1 when one figure misses its goal. */
export function proof(name: string, figures: readonly Figure[]): boolean {
  const pass = figures.length > 0 && figures.every(holds);
  console.log(`\n${table(figures)}\n`);
  console.log(JSON.stringify({ proof: name, pass, figures }));
  process.exitCode = pass ? 0 : 1;
  return pass;
}

/** A value that is not a number holds nothing. */
export function holds({ value, goal, better }: Figure): boolean {
  return better === 'higher' ? value >= goal : value <= goal;
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [holds(figure) ? 'ok' : 'MISSED', figure.name, show(figure.value), `${figure.better === 'higher' ? '≥' : '≤'} ${show(figure.goal)}`]);
  const all = [['', 'figure', 'value', 'goal'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}

function show(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(Number(value.toPrecision(4)));
}
