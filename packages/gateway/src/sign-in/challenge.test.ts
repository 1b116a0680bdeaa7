import { describe, expect, it } from 'vitest';
import { challengeIn, lacking, scopesIn } from './challenge.ts';

describe('what a server says of the tokens it wants', () => {
  it('is read with and without quotes', () => {
    expect(Object.fromEntries(challengeIn('Bearer error=insufficient_scope, scope="a b", resource_metadata="https://far.example/m"'))).toEqual({ error: 'insufficient_scope', scope: 'a b', resource_metadata: 'https://far.example/m' });
  });

  it('counts as a lack of scopes only when it says so', () => {
    expect(lacking(403, 'Bearer error="insufficient_scope", scope="a b"')).toEqual(['a', 'b']);
    for (const [status, header] of [[401, 'Bearer error="insufficient_scope", scope="a"'], [403, 'Bearer scope="a"'], [403, undefined]] as const) expect(lacking(status, header)).toEqual([]);
  });

  it('holds no more scopes than anybody needs, and only what can be one', () => {
    expect(scopesIn(`a a ${'x'.repeat(300)} b\u00e9 c`)).toEqual(['a', 'c']);
    expect(scopesIn(Array.from({ length: 500 }, (_, n) => `s${n}`).join(' '))).toHaveLength(50);
  });
});
