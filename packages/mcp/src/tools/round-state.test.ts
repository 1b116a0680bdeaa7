import { type Caller, scopeSet, type TenantId } from '@patchbay/contracts';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../turn.ts';
import { createRoundStates } from './round-state.ts';

const mac = (text: string): string => `mac:${[...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7)}`; // good enough to tell texts apart
const turn = (requestState: unknown, more: Partial<{ principal: string; tenant: string; args: unknown; method: string }> = {}): Turn => ({
  method: more.method ?? 'tools/call', params: { arguments: more.args ?? { a: 1, b: 2 }, requestState },
  caller: { tenant: (more.tenant ?? 'ten_1') as TenantId, principal: more.principal ?? 'key_1', name: 'test', scopes: scopeSet([]), issuers: [] } satisfies Caller,
} as unknown as Turn); // the state looks at nothing else

describe('what a client carries from round to round', () => {
  let at = 0;
  const states = createRoundStates({ mac, now: () => at });
  const written = states.write(turn(undefined), 'secret_delete', { own: 'step 2', approval: 'apr_1' });

  it('comes back as it was written, whatever the order of the arguments', () => {
    expect(states.read(turn(written), 'secret_delete')).toEqual({ own: 'step 2', approval: 'apr_1' });
    expect(states.read(turn(written, { args: { b: 2, a: 1 } }), 'secret_delete')).toEqual({ own: 'step 2', approval: 'apr_1' });
    expect(states.read(turn(undefined), 'secret_delete')).toEqual({});
  });

  it.each([
    ['another principal', turn(written, { principal: 'key_2' }), 'secret_delete'],
    ['another tenant', turn(written, { tenant: 'ten_2' }), 'secret_delete'],
    ['another tool', turn(written), 'tenant_delete'],
    ['other arguments', turn(written, { args: { a: 1, b: 3 } }), 'secret_delete'],
    ['another method', turn(written, { method: 'prompts/get' }), 'secret_delete'],
    ['a changed payload', turn(`x${written}`), 'secret_delete'],
    ['more parts', turn(`${written}.x`), 'secret_delete'],
    ['no text', turn(7), 'secret_delete'],
  ])('is refused with %s', (_, asked, what) => {
    expect(() => states.read(asked, what)).toThrow(/requestState is not one/);
  });

  it('runs out', () => {
    at = 3_600_000;
    expect(() => states.read(turn(written), 'secret_delete')).toThrow(/run out/);
  });
});
