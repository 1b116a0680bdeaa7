/** What publishers are owed, drawn up as statements. One at a time per publisher and currency: no coin is on two of them. */
import { type Collection, collectionOf, type Document, Failure, type NewId, operation, type Operation, payoutCreate, payoutRecord, payoutSettle, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Entry, Ledger } from './ledger.ts';
import { CASH, CLEARING, publisherAccount, transfer } from './split.ts';

export const payoutCollection: Collection = { ...collectionOf(payoutRecord), unique: [{ fields: ['publisher', 'currency', 'number'] }], fields: { ...collectionOf(payoutRecord).fields, number: 'number' } };

export interface PayoutPorts { readonly store: Store; readonly newId: NewId; readonly ledger: Ledger }

interface Statement extends Document {
  readonly publisher: string; readonly currency: string; readonly number: number; readonly reference: string; readonly status: 'open' | 'paid' | 'failed';
  readonly opening: number; readonly earned: number; readonly refunded: number; readonly paid: number; readonly amount: number; readonly sales: number; readonly refunds: number; readonly until_seq: number;
}

export function payoutOperations({ store, newId, ledger }: PayoutPorts): readonly Operation[] {
  const lastOf = async (tenant: string, publisher: string, currency: string): Promise<Row<Statement> | undefined> =>
    (await store.list(payoutCollection.name, { tenant, where: { publisher, currency }, sort: { field: 'number', descending: true }, limit: 1 }))[0] as Row<Statement> | undefined;

  const create = operation(payoutCreate, async (input, ctx) => {
    const { tenant } = ctx.caller;
    const { reference, publisher, currency } = input;
    const content = { kind: 'payout', ...input };
    const told = async () => ((await ledger.told(tenant, reference, content)) === undefined ? undefined : viewOf((await store.find(payoutCollection.name, tenant, { reference })) as Row<Statement>));
    const before = await told();
    if (before !== undefined) return before;
    const last = await lastOf(tenant, publisher, currency);
    const statement = await drawUp(tenant, publisher, currency, last?.body);
    const refusal = refusalOf(statement, last, input);
    if (refusal !== undefined) {
      const meanwhile = await told(); // somebody asked for the same at the same time
      if (meanwhile !== undefined) return meanwhile;
      throw refusal;
    }
    const id = newId(payoutRecord.prefix);
    ledger.post({ reference, kind: 'payout', publisher, currency, amount: statement.amount, lines: transfer(publisherAccount(publisher), CLEARING, statement.amount) }, content, ctx);
    const row = { tenant, id, version: 1, created_at: ctx.now, updated_at: ctx.now, body: { ...statement, publisher, currency, reference, number: (last?.body.number ?? 0) + 1, status: 'open' as const } };
    ctx.target(id);
    ctx.unit.add({ op: 'insert', in: payoutCollection.name, tenant, id, body: row.body, at: ctx.now }, () => 'again');
    return viewOf(row);
  });

  /** From the statement before to the last entry that is there. */
  async function drawUp(tenant: string, publisher: string, currency: string, before: Statement | undefined) {
    let [earned, refunded, paid, sales, refunds, until_seq] = [0, 0, 0, 0, 0, before?.until_seq ?? 0];
    for await (const entry of ledger.of(tenant, publisher, currency, until_seq)) {
      const theirs = creditOf(entry, publisher);
      if (entry.kind === 'sale') { earned += theirs; sales++; }
      else if (entry.kind === 'refund') { refunded -= theirs; refunds++; }
      else paid -= theirs;
      until_seq = entry.seq ?? until_seq;
    }
    const opening = before === undefined ? 0 : before.opening + before.earned - before.refunded - before.paid;
    return { opening, earned, refunded, paid, amount: opening + earned - refunded - paid, sales, refunds, until_seq };
  }

  const settle = operation(payoutSettle, async ({ id, outcome, paid_with }, ctx) => {
    const { tenant } = ctx.caller;
    const row = (await store.get(payoutCollection.name, tenant, id)) as Row<Statement> | undefined;
    if (row === undefined) throw new Failure('resource.not_found', `There is no payout ${id} here`, { id });
    const { publisher, currency, amount, status } = row.body;
    if (status === outcome) return viewOf(row);
    if (status !== 'open') throw new Failure('payout.settled', `${id} is ${status} already`, { payout: id, status });
    const [kind, to] = outcome === 'paid' ? (['payout_settled', CASH] as const) : (['payout_failed', publisherAccount(publisher)] as const);
    const reference = `${id} ${outcome}`;
    ledger.post({ reference, kind, publisher, currency, amount, lines: transfer(CLEARING, to, amount) }, { reference }, ctx);
    ctx.target(id);
    const body = { ...row.body, status: outcome, settled_at: new Date(ctx.now).toISOString(), ...(paid_with === undefined ? {} : { paid_with }) };
    ctx.unit.add({ op: 'update', in: payoutCollection.name, tenant, id, body, at: ctx.now, version: row.version }, () => 'again');
    return viewOf({ ...row, version: row.version + 1, updated_at: ctx.now, body });
  });

  return [create, settle];
}

function refusalOf({ amount }: Pick<Statement, 'amount'>, last: Row<Statement> | undefined, { publisher, currency, minimum }: { readonly publisher: string; readonly currency: string; readonly minimum: number }): Failure | undefined {
  if (last?.body.status === 'open') return new Failure('payout.open', `${last.id} of ${publisher} is not settled yet`, { payout: last.id });
  return amount < minimum ? new Failure('payout.nothing_due', `${publisher} is owed ${amount} ${currency}, and ${minimum} is the least that is paid`, { due: amount, minimum }) : undefined;
}

const creditOf = ({ lines }: Entry, publisher: string): number => lines.filter(({ account }) => account === publisherAccount(publisher)).reduce((sum, { amount }) => sum - amount, 0);

const viewOf = ({ id, version, created_at, updated_at, body }: Row<Statement>) => ({ id, version, created_at: new Date(created_at).toISOString(), updated_at: new Date(updated_at).toISOString(), ...body });
