/** A line for people at a terminal: `12:03:04.120 INFO  delivered  tenant=ten_… delivery=dlv_…` */

const COLOUR: Readonly<Record<string, string>> = { trace: '\u001b[90m', debug: '\u001b[36m', info: '\u001b[32m', warn: '\u001b[33m', error: '\u001b[31m', fatal: '\u001b[35m' };
const PLAIN = '\u001b[0m';
const FIRST = new Set(['level', 'time', 'msg', 'service', 'version', 'err']);

export function pretty(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(rest).filter(([name]) => !FIRST.has(name)).map(([name, value]) => `${name}=${textOf(value)}`);
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${printable(String(err.stack)).replaceAll('\n', '\n    ')}` : '';
  return `${String(time).slice(11, 23)} ${COLOUR[String(level)] ?? ''}${String(level).toUpperCase().padEnd(5)}${PLAIN} ${[printable(String(msg)), ...facts].join('  ')}${stack}\n`;
}

const textOf = (value: unknown): string => printable(typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value));
/** What a stranger sent must not move the cursor; lines of an error stand further right, so that none of them looks like one of the log. */
const printable = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '�');
