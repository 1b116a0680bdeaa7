/**
 * Half a character. `"\ud800"` is JSON and no text: jq refuses it, and what stores and receivers make of it is not what came.
 * https://www.rfc-editor.org/rfc/rfc8259#section-8.2
 */
import { Failure } from './failure.ts';

/** `value`: what was read from `text`, which was UTF-8. Only an escape can bring half a character, so nearly all texts are not looked through. */
export function refuseLoneSurrogates(value: unknown, text: string): void {
  if (!text.includes('\\u') || !SURROGATE.test(text)) return;
  const path = placeIn(value);
  if (path === undefined) return;
  const where = path.length === 0 ? '' : ` at ${path.join('.')}`;
  throw new Failure('request.malformed', `The body has half a character${where}: expected an escape like \\ud83d together with its other half`, { path: path.join('.') });
}

const SURROGATE = /\\u[dD][89a-fA-F]/;

/** Doors cap the depth before. */
function placeIn(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, each] of Object.entries(value)) {
    const below = name.isWellFormed() ? placeIn(each) : [];
    if (below !== undefined) return [name.toWellFormed(), ...below];
  }
  return undefined;
}
