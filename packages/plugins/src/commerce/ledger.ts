/** The books: entries that add up to zero, in a chained log that only grows. What is told twice by one reference is entered once; what was wrong is put right by another entry. */
import { type Collection, collectionOf, type Context, type Document, Failure, ledgerEntryRecord, type NewId, type Op, type Row } from '@patchbay/contracts';
import { CHAIN_START, chainHash, type Store } from '@patchbay/storage';
import { digest } from '@patchbay/vault';
import { sortedJson } from '../sorted-json.ts';
import { type Line, sumOf } from './split.ts';

const entries: Collection = { ...collectionOf(ledgerEntryRecord), kind: 'log', chained: true };
/** By the digest of a reference: which entry it is, and how much of a sale went back. */
const references: Collection = { name: 'ledger_reference', kind: 'documents', fields: {} };
export const ledgerCollections: readonly Collection[] = [entries, references];

export interface Posting {
  readonly reference: string;
  readonly kind: 'sale' | 'refund' | 'payout' | 'payout_settled' | 'payout_failed';
  readonly publisher: string;
  readonly plugin?: string;
  readonly plan?: string;
  readonly customer?: string;
  readonly currency: string;
  readonly amount: number;
  readonly publisher_share?: number;
  readonly reverses?: string;
  readonly lines: readonly Line[];
}

export type Entry = Posting & { readonly id: string; readonly seq?: number };

export interface Ledger {
  /** What was told by this reference before; refuses another content. */
  told(tenant: string, reference: string, content: Document): Promise<Entry | undefined>;
  /** Into the unit of a call. */
  post(posting: Posting, content: Document, ctx: Context): Entry;
  /** A sale by its reference, to be refunded: `refunded` of it is back already. */
  sale(tenant: string, reference: string): Promise<{ readonly entry: Entry; readonly refunded: number; refund(more: number, at: number): Op } | undefined>;
  /** Of a publisher in a currency, behind a place. */
  of(tenant: string, publisher: string, currency: string, after: number): AsyncIterable<Entry>;
  verify(tenant: string, signal: AbortSignal): Promise<Verdict>;
}

export interface Verdict { readonly balanced: boolean; readonly intact: boolean; readonly entries: number; readonly broken_at: number | null; readonly accounts: readonly { readonly account: string; readonly currency: string; readonly balance: number }[] }

const BATCH = 500;

export function createLedger({ store, newId }: { readonly store: Store; readonly newId: NewId }): Ledger {
  const find = (tenant: string, reference: string): Promise<Row | undefined> => store.get(references.name, tenant, digest(reference));
  const read = async (tenant: string, id: unknown): Promise<Entry> => entryOf((await store.get(entries.name, tenant, String(id)))!); // committed with its reference

  async function told(tenant: string, reference: string, content: Document): Promise<Entry | undefined> {
    const row = await find(tenant, reference);
    if (row === undefined) return undefined;
    if (row.body['content'] !== digest(sortedJson(content))) throw new Failure('ledger.reference_reused', `${reference} was told before, with another content`, { entry: row.body['entry'] });
    return read(tenant, row.body['entry']);
  }

  function post(posting: Posting, content: Document, ctx: Context): Entry {
    const { tenant } = ctx.caller;
    if (sumOf(posting.lines) !== 0) throw new Error(`the lines of ${posting.reference} do not add up to zero`);
    const id = newId(ledgerEntryRecord.prefix);
    ctx.target(id);
    const body = { ...posting };
    ctx.unit.add({ op: 'insert', in: references.name, tenant, id: digest(posting.reference), body: { entry: id, content: digest(sortedJson(content)), refunded: 0 }, at: ctx.now }, () => 'again');
    ctx.unit.add({ op: 'append', in: entries.name, tenant, id, body, at: ctx.now }, () => 'again');
    return { id, ...body };
  }

  async function sale(tenant: string, reference: string) {
    const row = await find(tenant, reference);
    const entry = row === undefined ? undefined : await read(tenant, row.body['entry']);
    if (row === undefined || entry?.kind !== 'sale') return undefined;
    const refunded = Number(row.body['refunded']);
    return { entry, refunded, refund: (more: number, at: number): Op => ({ op: 'update', in: references.name, tenant, id: row.id, body: { ...row.body, refunded: refunded + more }, at, version: row.version }) };
  }

  async function* of(tenant: string, publisher: string, currency: string, after: number): AsyncIterable<Entry> {
    for (let behind = { value: after, id: '' }, rows: Row[]; ; behind = { value: rows.at(-1)!.seq!, id: rows.at(-1)!.id }) {
      rows = await store.list(entries.name, { tenant, where: { publisher, currency }, sort: { field: 'seq', descending: false }, after: behind, limit: BATCH });
      for (const row of rows) if ((row.seq ?? 0) > after) yield entryOf(row);
      if (rows.length < BATCH) return;
    }
  }

  /** Never fails for books that are wrong: that is an answer. */
  async function verify(tenant: string, signal: AbortSignal): Promise<Verdict> {
    const end = await store.head(entries.name, tenant);
    const balances = new Map<string, { readonly account: string; readonly currency: string; balance: number }>();
    let [hash, count, balanced] = [CHAIN_START, 0, true];
    let broken: number | null = null;
    for await (const rows of store.scanText(entries.name, { tenant, batch: BATCH }, signal)) {
      for (const { id, seq, created_at: at, text, hash: kept } of rows) {
        hash = chainHash(hash, { id, at, text });
        const { currency, lines } = JSON.parse(text) as Posting;
        const right = seq === ++count && kept === hash;
        if (sumOf(lines) !== 0) balanced = false;
        if (!right || sumOf(lines) !== 0) broken ??= count;
        for (const { account, amount } of lines) {
          const key = `${account} ${currency}`;
          const balance = balances.get(key) ?? { account, currency, balance: 0 };
          balance.balance += amount;
          balances.set(key, balance);
        }
        if (!right) return verdict(false);
      }
    }
    return verdict(count >= end);

    function verdict(intact: boolean): Verdict {
      if (!intact) broken ??= count + 1;
      return { balanced, intact, entries: count, broken_at: broken, accounts: [...balances.values()].sort((a, b) => (a.account === b.account ? (a.currency < b.currency ? -1 : 1) : a.account < b.account ? -1 : 1)) };
    }
  }

  return Object.freeze({ told, post, sale, of, verify });
}

const entryOf = ({ id, seq, body }: Row): Entry => ({ id, ...(seq === undefined ? {} : { seq }), ...(body as unknown as Posting) }); // posted above and nowhere else
