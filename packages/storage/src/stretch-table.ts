/**
 * Where SQLite finds the entries of a lean log: of a tenant, and of each value of a field, not every entry but each stretch of 64
 * places in which there is one. A log is mostly written, by few tenants, about few things at a time: an index entry for each of its
 * entries would cost more than the entry.
 */
import type { Collection } from '@patchbay/contracts';
import { type Dialect, type Index, indexOn } from './dialect.ts';
import { leanColumn } from './lean-table.ts';

export const STRETCH = 64;
export const stretchOf = (seq: number): number => Math.floor(seq / STRETCH);
export const stretchTable = (log: string): string => `${log}_stretch`;

/** `kind` names a field; '' stands for all entries of a tenant, with '' for a value. Its columns are named like none of a log. */
export const createStretches = (log: string): string =>
  `create table if not exists "${stretchTable(log)}" (kind text not null, owner text not null, content text not null, stretch integer not null, primary key (kind, owner, content, stretch)) strict, without rowid`;

/** What stands there for the entries that are in the log already. */
export const fillStretches = (name: string, kind: string): string =>
  `insert or ignore into "${stretchTable(name)}" (kind, owner, content, stretch) select '${kind}', tenant, ${kind === '' ? `''` : leanColumn(kind)}, seq / ${STRETCH} from "${name}"`;

/** A chained log lies in the order of its tenants already, and a value that does not come again is found by an index as well as by its stretch. */
export const stretchesOf = ({ lean = false, chained = false, fields, distinct = [] }: Collection, { kind }: Dialect): readonly string[] =>
  (kind === 'sqlite' && lean ? [...(chained ? [] : ['']), ...Object.keys(fields).filter((field) => !distinct.includes(field))] : []);

/** The index that a release had in its place which knew no stretches. */
export const formerIndex = (log: string, kind: string): Index => indexOn(log, kind === '' ? '(tenant, seq)' : `(tenant, ${leanColumn(kind)}, seq)`);
