/**
 * The value of a guest's JSON text, without the keys that poison whoever merges it.
 * `JSON.parse` makes them harmless own properties; the next spread, merge or path setter does not.
 */
export function readOutput(text: string): unknown {
  // JSON.stringify of the guest never escapes these letters, so that looking for them is enough.
  const suspicious = text.includes('"__proto__"') || text.includes('"constructor"');
  return suspicious ? JSON.parse(text, withoutPoison) : JSON.parse(text);
}

function withoutPoison(key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined;
  return key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype') ? undefined : value;
}
