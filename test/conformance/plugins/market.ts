/** Entitlements that must not count, and books under many sales at once: every entry adds up to zero, and no coin is lost or made. */
import { generateSigningKey } from '@patchbay/vault';
import { startTestHub } from '../../doubles/hub.ts';
import { itemsOf, toolOf } from '../../house/plugin-tool.ts';
import { entitlementOf } from '../../house/plugins/entitlement.ts';
import { releaseOf } from '../../house/plugins/release.ts';
import { allRefused, type Tried } from './refusals.ts';

export interface Market { readonly entitlements: Tried; readonly entries: number; readonly lost: number; readonly problems: readonly string[] }

const DAY = 86_400_000;
const SALES = 150;
const plans = [{ name: 'pro', title: 'Pro', price: { amount: 1900, currency: 'EUR', per: 'month' as const } }];

export async function sellOverRest(): Promise<Market> {
  const hub = await startTestHub({ store: 'sqlite', ports: { builtIn: [] } });
  const tool = toolOf(hub);
  try {
    const { tenant } = (await tool('whoami')) as unknown as { tenant: string };
    await tool('plugin_publish', releaseOf({ version: '1.0.0', health: false, manifest: { plans, license: 'required' } }).input);
    await tool('plugin_install', { name: 'acme/echo', enabled: true });
    const [startsAt, expiresAt] = [Date.now() - DAY, Date.now() + DAY];
    const add = (change: object, alter: (text: string) => string = (text) => text) => () => tool('plugin_entitlement_add', { entitlement: alter(entitlementOf({ tenant, startsAt, expiresAt, sequence: 5, ...change })) });
    const first = await add({})();
    const entitlements = await allRefused({
      'signed by a stranger': add({ key: generateSigningKey(), number: 'x' }),
      'for another tenant': add({ tenant: 'ten_01jd8xk3v2q4r6t8w0y2a4c6e1', number: 'x' }),
      'of a plugin of somebody else': add({ plugin: 'patchbay/slack', number: 'x' }),
      'run out': add({ expiresAt: Date.now() - 1, number: 'x' }),
      'older than the one that is here': add({ sequence: 4 }),
      'the same sequence with another end': add({ expiresAt: expiresAt + DAY }),
      'without a plan': add({ plan: '', number: 'x' }),
      'with a grace without end': add({ graceSeconds: 1e12, number: 'x' }),
      'one letter of it changed': add({ number: 'x' }, (text) => text.replace(/"payload":"(.{30})(.)/, (_, head: string, letter: string) => `"payload":"${head}${letter === 'A' ? 'B' : 'A'}`)),
      'its signature taken from another': add({ number: 'x' }, (text) => text.replace(/"sig":"[^"]+"/, /"sig":"[^"]+"/.exec(entitlementOf({ tenant, startsAt, expiresAt, number: 'y' }))![0])),
      'a release in its place': () => tool('plugin_entitlement_add', { entitlement: releaseOf({ version: '9.0.0' }).input.signature }),
      'no bundle': () => tool('plugin_entitlement_add', { entitlement: '{}' }),
    }, 'license.refused');
    const problems = [...(first['status_code'] === 200 ? [] : [`an honest entitlement was refused: ${String(first['reason'])}`]), ...((await tool('acme_echo_echo', { text: 'x' })).status_code === 200 ? [] : ['who bought a plan can’t use the plugin'])];

    /** Told twice each, out of order, by many at the same time. */
    const sale = (n: number) => tool('plugin_sale_record', { reference: `sale ${n}`, plugin: 'acme/echo', amount: 1 + ((n * 7919) % 99_991), currency: n % 3 === 0 ? 'USD' : 'EUR', publisher_share: (n * 37) % 10_001 });
    const refund = (n: number) => tool('plugin_refund_record', { reference: `refund ${n}`, sale: `sale ${n}`, amount: 1 + (n % 5) });
    await inTurns(Array.from({ length: SALES * 2 }, (_, n) => () => sale(n % SALES)));
    await inTurns(Array.from({ length: SALES }, (_, n) => () => refund(n)));
    const payout = await tool('payout_create', { reference: 'payout', publisher: 'acme', currency: 'EUR' });
    await tool('payout_settle', { id: payout['id'], outcome: 'paid' });
    const { balanced, intact, entries, accounts } = (await tool('ledger_verify')) as unknown as { balanced: boolean; intact: boolean; entries: number; accounts: { account: string; currency: string; balance: number }[] };
    const sales = itemsOf(await tool('ledger_entry_list', { kind: 'sale', limit: 500 }));
    const refunds = itemsOf(await tool('ledger_entry_list', { kind: 'refund', limit: 500 }));
    const sum = (of: readonly Record<string, unknown>[]): number => of.reduce((all, { amount }) => all + Number(amount), 0);
    const cash = accounts.filter(({ account }) => account === 'cash').reduce((all, { balance }) => all + balance, 0);
    const lost = Math.abs(sum(sales) - sum(refunds) - Number(payout['amount']) - cash) + Math.abs(accounts.reduce((all, { balance }) => all + balance, 0));
    return { entitlements, entries, lost, problems: [...problems, ...(balanced && intact ? [] : ['the ledger is not balanced or not whole']), ...(sales.length === SALES ? [] : [`${sales.length} sales were entered instead of ${SALES}`])] };
  } finally {
    await hub.stop();
  }
}

const AT_ONCE = 8;

async function inTurns(work: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (let from = 0; from < work.length; from += AT_ONCE) await Promise.all(work.slice(from, from + AT_ONCE).map((each) => each()));
}
