/** What a guest wrote to its console, up to a number of bytes. */
import type { LogLine } from '../outcome.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export function createLogBook(mostBytes: number) {
  const lines: LogLine[] = [];
  let left = mostBytes;

  function write(name: string, text: string): void {
    if (left <= 0) return;
    left -= Buffer.byteLength(text) + 16; // an empty line costs something as well
    const level = LEVELS.find((known) => known === name) ?? 'info';
    lines.push(left > 0 ? { level, text } : { level: 'warn', text: `The log is full: ${mostBytes} bytes` });
  }

  return Object.freeze({ lines, write });
}
