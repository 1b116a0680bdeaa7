// Plugins that cost something: what was bought is proved by a signature, what was sold is entered once and divided to the last coin.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { generateSigningKey } from '@patchbay/vault';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { movableClock } from './deployment-hub.ts';
import { itemsOf, type Tool, toolOf } from './plugin-tool.ts';
import { entitlementOf } from './plugins/entitlement.ts';
import { releaseOf } from './plugins/release.ts';

let hub: TestHub | undefined;
afterEach(async () => { await hub?.stop(); hub = undefined; });

const DAY = 86_400_000;
const plans = [{ name: 'pro', title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' as const }, features: ['export'] }];
const meters = [{ name: 'echoes', title: 'Echoes', unit: 'echo' }];

async function start({ store = 'sqlite', license, body = 'return facts.license;' }: { store?: 'sqlite' | 'postgres'; license?: 'required'; body?: string } = {}) {
  const clock = movableClock();
  hub = await startTestHub({ store, config: { plugins: { publisherShare: 7000 } }, ports: { builtIn: [], now: clock.now } });
  const tool = toolOf(hub);
  const { tenant } = (await tool('whoami')) as unknown as { tenant: string };
  expect(await tool('plugin_publish', releaseOf({ version: '1.0.0', health: false, manifest: { plans, meters, ...(license === undefined ? {} : { license }) }, body }).input)).toMatchObject({ status: 'listed' });
  expect(await tool('plugin_install', { name: 'acme/echo', enabled: true })).toMatchObject({ status: 'enabled' });
  return { clock, tool, tenant };
}

describe('an entitlement', () => {
  it('that the publisher signed for this tenant counts until it runs out, and then for a grace', async () => {
    const { clock, tool, tenant } = await start();
    const echo = () => tool('acme_echo_echo', { text: 'hello' });
    expect(await echo()).toMatchObject({ state: 'none', features: [] });
    const bought = entitlementOf({ tenant, startsAt: clock.now() - DAY, expiresAt: clock.now() + DAY, graceSeconds: 2 * 86_400, seats: 25 });
    const added = await tool('plugin_entitlement_add', { entitlement: bought });
    expect(added).toMatchObject({ status_code: 200, plugin: 'acme/echo', plan: 'pro', seats: 25 });
    expect(added).not.toHaveProperty('statement');
    expect(await tool('plugin_entitlement_add', { entitlement: bought })).toMatchObject({ id: added['id'] });
    expect(await echo()).toMatchObject({ state: 'active', plan: 'pro', features: ['export'], seats: 25 });
    clock.move(2 * DAY);
    expect(await echo()).toMatchObject({ state: 'grace', features: ['export'] });
    clock.move(2 * DAY);
    expect(await echo()).toMatchObject({ state: 'expired', features: [] });
    expect(await tool('plugin_entitlement_add', { entitlement: entitlementOf({ tenant, sequence: 2, startsAt: clock.now() - DAY, expiresAt: clock.now() + DAY }) })).toMatchObject({ id: added['id'], sequence: 2 });
    expect(await echo()).toMatchObject({ state: 'active' });
    expect(itemsOf(await tool('plugin_entitlement_list'))).toMatchObject([{ number: '2030-1', sequence: 2 }]);
  });

  it('is refused when it is of somebody else, for somebody else, older or over', async () => {
    const { clock, tool, tenant } = await start();
    const [startsAt, expiresAt] = [clock.now() - DAY, clock.now() + DAY];
    const add = async (change: object): Promise<unknown> => (await tool('plugin_entitlement_add', { entitlement: entitlementOf({ tenant, startsAt, expiresAt, sequence: 2, ...change }) }))['reason'] ?? 'taken';
    expect(await add({ key: generateSigningKey() })).toMatch(/no publisher here has the key/);
    expect(await add({ tenant: 'ten_01jd8xk3v2q4r6t8w0y2a4c6e1' })).toBe('it is for another tenant');
    expect(await add({ plugin: 'thief/echo' })).toMatch(/the key is not the one of thief/);
    expect(await add({ expiresAt: clock.now() - 1 })).toMatch(/ran out/);
    expect(await add({ graceSeconds: -1 })).toMatch(/no entitlement/);
    expect(await add({})).toBe('taken');
    expect(await add({ sequence: 1 })).toMatch(/its sequence is 1, and 2/);
    const text = entitlementOf({ tenant, startsAt, expiresAt, sequence: 9 });
    expect(await tool('plugin_entitlement_add', { entitlement: text.replace(/"sig":"(.)/, (_, letter: string) => `"sig":"${letter === 'A' ? 'B' : 'A'}`) })).toMatchObject({ code: 'license.refused', status_code: 422 });
  });

  it('is needed where the plugin says so: nothing of it runs without', async () => {
    const { clock, tool, tenant } = await start({ license: 'required' });
    expect(await tool('acme_echo_echo', { text: 'hello' })).toMatchObject({ status_code: 402, code: 'license.required', fix: expect.any(String) });
    await tool('plugin_entitlement_add', { entitlement: entitlementOf({ tenant, startsAt: clock.now() - DAY, expiresAt: clock.now() + DAY }) });
    expect(await tool('acme_echo_echo', { text: 'hello' })).toMatchObject({ status_code: 200, state: 'active' });
    clock.move(2 * DAY);
    expect(await tool('acme_echo_echo', { text: 'hello' })).toMatchObject({ code: 'license.required', detail: expect.stringContaining('ran out') });
  });
});

it('a meter counts every use once, also of many at the same time', async () => {
  const { tool } = await start({ body: "const said = await host.call('meter', { name: input.text, quantity: 3 }); if (!said.ok) return { refused: said.error.message }; return {};" });
  await Promise.all(Array.from({ length: 20 }, () => tool('acme_echo_echo', { text: 'echoes' })));
  expect(itemsOf(await tool('plugin_usage_list'))).toMatchObject([{ plugin: 'acme/echo', meter: 'echoes', month: expect.stringMatching(/^\d{4}-\d{2}$/), quantity: 60 }]);
  expect(await tool('acme_echo_echo', { text: 'other' })).toMatchObject({ refused: 'acme/echo has no meter other' });
});

describe.each(['sqlite', 'postgres'] as const)('the ledger on %s', (store) => {
  const sale = (reference: string, amount = 1999, more: object = {}) => ({ reference, plugin: 'acme/echo', plan: 'pro', amount, currency: 'EUR', ...more });
  const balances = async (tool: Tool) => Object.fromEntries(((await tool('ledger_verify'))['accounts'] as { account: string; balance: number }[]).map(({ account, balance }) => [account, balance]));

  it('enters a sale once by its reference, divides it, and takes it back by the same shares', async () => {
    const { tool } = await start({ store });
    const first = await tool('plugin_sale_record', sale('pi_1'));
    expect(first).toMatchObject({ status_code: 200, publisher: 'acme', publisher_share: 7000, lines: [{ account: 'cash', amount: 1999 }, { account: 'publisher/acme', amount: -1399 }, { account: 'revenue', amount: -600 }] });
    const again = await Promise.all(Array.from({ length: 8 }, () => tool('plugin_sale_record', sale('pi_1'))));
    expect(new Set(again.map(({ id }) => id))).toEqual(new Set([first['id']]));
    expect(await tool('plugin_sale_record', sale('pi_1', 2000))).toMatchObject({ status_code: 422, code: 'ledger.reference_reused' });
    expect(await tool('plugin_sale_record', sale('pi_2', 100, { plan: 'gold' }))).toMatchObject({ code: 'input.invalid', detail: expect.stringContaining('pro') });
    expect(await tool('plugin_refund_record', { reference: 're_0', sale: 'pi_9' })).toMatchObject({ code: 'ledger.not_found' });
    expect(await tool('plugin_refund_record', { reference: 're_1', sale: 'pi_1', amount: 333 })).toMatchObject({ status_code: 200, reverses: 'pi_1', amount: 333 });
    expect(await tool('plugin_refund_record', { reference: 're_2', sale: 'pi_1', amount: 1667 })).toMatchObject({ code: 'ledger.too_much', left: 1666 });
    expect(await tool('plugin_refund_record', { reference: 're_2', sale: 'pi_1' })).toMatchObject({ status_code: 200, amount: 1666 });
    expect(await tool('plugin_refund_record', { reference: 're_2', sale: 'pi_1' })).toMatchObject({ status_code: 200, amount: 1666 });
    expect(await tool('plugin_refund_record', { reference: 're_3', sale: 'pi_1' })).toMatchObject({ code: 'ledger.too_much', left: 0 });
    expect(await balances(tool)).toEqual({ cash: 0, 'publisher/acme': 0, revenue: 0 });
    expect(await tool('ledger_verify')).toMatchObject({ balanced: true, intact: true, entries: 3, broken_at: null });
    expect(itemsOf(await tool('ledger_entry_list', { kind: 'refund' }))).toHaveLength(2);
  }, 60_000);

  it('never gives back more than was paid, however many ask at the same time', async () => {
    const { tool } = await start({ store });
    await tool('plugin_sale_record', sale('pi_1', 1000));
    const refunds = await Promise.all(Array.from({ length: 6 }, (_, n) => tool('plugin_refund_record', { reference: `re_${n}`, sale: 'pi_1', amount: 300 })));
    expect(refunds.filter(({ status_code }) => status_code === 200)).toHaveLength(3);
    expect((await balances(tool))['cash']).toBe(100);
  }, 60_000);

  it('pays publishers what they are owed, once, and owes it again when the money comes back', async () => {
    const { tool } = await start({ store });
    for (const [reference, amount] of [['pi_1', 1000], ['pi_2', 500], ['pi_3', 1]] as const) await tool('plugin_sale_record', sale(reference, amount));
    await tool('plugin_refund_record', { reference: 're_1', sale: 'pi_2' });
    const asked = { reference: '2030-01 acme', publisher: 'acme', currency: 'EUR' };
    expect(await tool('payout_create', { ...asked, minimum: 5000 })).toMatchObject({ code: 'payout.nothing_due', due: 700 });
    const both = await Promise.all([tool('payout_create', asked), tool('payout_create', asked)]);
    expect(both).toMatchObject([{ status_code: 200, number: 1, opening: 0, earned: 1050, refunded: 350, paid: 0, amount: 700, sales: 3, refunds: 1, status: 'open' }, { id: both[0]!['id'] }]);
    expect(await tool('payout_create', { ...asked, reference: 'again' })).toMatchObject({ code: 'payout.open', payout: both[0]!['id'] });
    expect(await balances(tool)).toMatchObject({ 'publisher/acme': 0, clearing: -700 });
    expect(await tool('payout_settle', { id: both[0]!['id'], outcome: 'failed' })).toMatchObject({ status: 'failed' });
    expect(await tool('payout_settle', { id: both[0]!['id'], outcome: 'paid' })).toMatchObject({ code: 'payout.settled' });
    await tool('plugin_sale_record', sale('pi_4', 100));
    const next = await tool('payout_create', { ...asked, reference: '2030-02 acme' });
    expect(next).toMatchObject({ number: 2, opening: 700, earned: 70, paid: 0, amount: 770 });
    expect(await tool('payout_settle', { id: next['id'], outcome: 'paid', paid_with: 'po_1' })).toMatchObject({ status: 'paid', paid_with: 'po_1' });
    expect(await tool('payout_settle', { id: next['id'], outcome: 'paid' })).toMatchObject({ status: 'paid' });
    expect(await balances(tool)).toEqual({ cash: 331, clearing: 0, 'publisher/acme': 0, revenue: -331 });
    expect(await tool('payout_create', { ...asked, reference: '2030-03 acme' })).toMatchObject({ code: 'payout.nothing_due', due: 0 });
  }, 60_000);
});

it('a ledger that somebody changed is found out', async () => {
  const { tool } = await start();
  for (const n of [1, 2, 3]) await tool('plugin_sale_record', { reference: `pi_${n}`, plugin: 'acme/echo', amount: 100 * n, currency: 'EUR' });
  const file = new DatabaseSync(join(hub!.dataDir, 'hub.db'), { timeout: 5000 });
  file.exec(`update ledger_entry set body = replace(body, '"amount":200', '"amount":900') where seq = 2`);
  file.close();
  expect(await tool('ledger_verify')).toMatchObject({ intact: false, broken_at: 2 });
});
