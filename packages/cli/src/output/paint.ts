/** Colours, if somebody looks and wants them (https://no-color.org). */
import type { Io } from '../io.ts';

export interface Paint { faint(text: string): string; good(text: string): string; bad(text: string): string; strong(text: string): string }

export function paintFor({ env }: Io, isTerminal: boolean): Paint {
  const on = isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const style = (open: number, close: number) => (text: string): string => (on ? `\u001B[${open}m${text}\u001B[${close}m` : text);
  return { faint: style(2, 22), good: style(32, 39), bad: style(31, 39), strong: style(1, 22) };
}
