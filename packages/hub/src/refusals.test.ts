import { scopeSet, type TenantId } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { createRefusals } from './refusals.ts';

test('what doors refuse is on record, and nobody fills the trail with it', async () => {
  const entries: { principal: string; failure: string; at: number }[] = [];
  let at = 1000;
  const refused = createRefusals({ now: () => at, store: { commit: async () => ({ kind: 'committed' }) } as never, auditEntry: (input) => { entries.push(input); return {} as never; } });
  const by = (principal: string) => refused({ caller: { tenant: 'ten_1' as TenantId, principal, name: principal, scopes: scopeSet([]), issuers: [] }, action: 'mcp:tools/list', via: 'mcp', failure: 'mcp.invalid_params', requestId: 'r' });
  for (let n = 0; n < 100; n++) await by('key_1');
  await by('key_2');
  expect([entries.length, entries.at(-1)?.principal]).toEqual([61, 'key_2']);
  at += 60_000;
  await by('key_1');
  expect(entries).toHaveLength(62);
});
