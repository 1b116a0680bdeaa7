/** plugin_sale_record, plugin_refund_record, ledger_verify. */
import { Failure, ledgerVerify, operation, type Operation, pluginRefundRecord, pluginSaleRecord } from '@patchbay/contracts';
import type { Registry } from '../registry/registry.ts';
import type { Entry, Ledger } from './ledger.ts';
import { refundLines, saleLines } from './split.ts';

export interface SalePorts {
  readonly ledger: Ledger;
  readonly registry: Registry;
  /** What publishers get, in hundredths of a percent. */
  readonly share: number;
}

export function saleOperations({ ledger, registry, share }: SalePorts): readonly Operation[] {
  const sale = operation(pluginSaleRecord, async (input, ctx) => {
    const { reference, plan, customer, amount, currency, publisher_share = share } = input;
    const before = await ledger.told(ctx.caller.tenant, reference, { kind: 'sale', ...input });
    if (before !== undefined) return viewOf(before, ctx.now);
    const plugin = registry.named(ctx.caller.tenant, input.plugin);
    const { plans = [] } = registry.releases(ctx.caller.tenant, plugin)[0]!.manifest;
    if (plan !== undefined && !plans.some(({ name }) => name === plan)) throw new Failure('input.invalid', `${plugin} has no plan ${plan}; it has ${plans.map(({ name }) => name).join(', ') || 'none'}`, { issues: [{ path: 'plan', message: 'expected a plan of the plugin' }] });
    const publisher = plugin.split('/')[0]!;
    const told = { ...(plan === undefined ? {} : { plan }), ...(customer === undefined ? {} : { customer }) };
    return viewOf(ledger.post({ reference, kind: 'sale', publisher, plugin, ...told, currency, amount, publisher_share, lines: saleLines(amount, publisher, publisher_share) }, { kind: 'sale', ...input }, ctx), ctx.now);
  });

  const refund = operation(pluginRefundRecord, async (input, ctx) => {
    const { tenant } = ctx.caller;
    const before = await ledger.told(tenant, input.reference, { kind: 'refund', ...input });
    if (before !== undefined) return viewOf(before, ctx.now);
    const found = await ledger.sale(tenant, input.sale);
    if (found === undefined) throw new Failure('ledger.not_found', `There is no sale ${input.sale} in the ledger`, { reference: input.sale });
    const { entry: { publisher, plugin, plan, customer, currency, amount: whole, lines }, refunded } = found;
    const left = whole - refunded;
    const amount = input.amount ?? left;
    if (amount > left || left === 0) throw new Failure('ledger.too_much', `${input.sale} has ${left} of ${whole} ${currency} left to refund`, { left, amount: whole });
    ctx.unit.add(found.refund(amount, ctx.now), () => 'again');
    const about = { ...(plugin === undefined ? {} : { plugin }), ...(plan === undefined ? {} : { plan }), ...(customer === undefined ? {} : { customer }) };
    return viewOf(ledger.post({ reference: input.reference, kind: 'refund', publisher, ...about, currency, amount, reverses: input.sale, lines: refundLines({ amount: whole, lines }, refunded, amount) }, { kind: 'refund', ...input }, ctx), ctx.now);
  });

  return [sale, refund, operation(ledgerVerify, async (_, { caller, signal }) => { const { accounts, ...verdict } = await ledger.verify(caller.tenant, signal); return { ...verdict, accounts: [...accounts] }; })];
}

/** Its place in the log is known once it is on disk: ask for it by id. */
function viewOf({ seq: _, lines, ...entry }: Entry, now: number) {
  const at = new Date(now).toISOString();
  return { version: 1, created_at: at, updated_at: at, ...entry, lines: [...lines] };
}
