/** Notes in which stretches of a log a tenant and the values of its fields occur. Most entries are in one that is noted already. */
import type { DatabaseSync } from 'node:sqlite';
import { leanColumn } from '../lean-table.ts';
import { STRETCH, stretchOf, stretchTable } from '../stretch-table.ts';
import type { Table } from '../table.ts';
import { copied } from './sheet.ts';

/** Values that are remembered of a tenant and a field. */
const MOST = 1000;
const MOST_TENANTS = 1000;

export function createStretches(db: DatabaseSync, table: Table) {
  const insertion = db.prepare(`insert into "${stretchTable(table.name)}" (kind, owner, content, stretch) values (?, ?, ?, ?) on conflict do nothing`);
  const fields = [...table.fields.keys()];
  const kinds = table.stretches.map((kind) => ({ kind, column: fields.indexOf(kind) }));
  /** Of a tenant, for each kind: the last stretch that a value was noted in. */
  const noted = new Map<string, readonly Map<string, number>[]>();

  function notedOf(tenant: string): readonly Map<string, number>[] {
    const known = noted.get(tenant);
    if (known !== undefined) return known;
    if (noted.size >= MOST_TENANTS) noted.clear();
    const none = kinds.map(() => new Map<string, number>());
    noted.set(copied(tenant), none);
    return none;
  }

  return {
    add(seq: number, tenant: string, columns: readonly string[]): void {
      const stretch = stretchOf(seq);
      const of = notedOf(tenant);
      for (let at = 0; at < kinds.length; at++) {
        const { kind, column } = kinds[at]!;
        const content = column === -1 ? '' : columns[column]!;
        if (of[at]!.get(content) === stretch) continue;
        insertion.run(kind, tenant, content, stretch);
        if (of[at]!.size >= MOST) of[at]!.clear();
        of[at]!.set(copied(content), stretch);
      }
    },
    /** After anything that was taken back. */
    forget(): void { noted.clear(); },
  };
}

/** Entries that are about to go, and what is left to be removed when they are gone. */
export function createLeaving(db: DatabaseSync, table: Table) {
  const name = `"${table.name}"`;
  const look = db.prepare(`select tenant, ${table.stretches.map((kind) => (kind === '' ? `''` : leanColumn(kind))).join(', ')} from ${name} where seq = ?`);
  const end = Number(db.prepare('select seq from log_head where log = ? and tenant = ?').get(table.name, '')?.['seq'] ?? 0);
  const touched = new Map<string, readonly [kind: string, owner: string, content: string, stretch: number]>();

  return {
    add(seq: number): void {
      const cells = look.get(seq);
      if (cells === undefined || stretchOf(seq) >= stretchOf(end)) return; // who writes may have noted the last one, and remember it
      const [owner, ...contents] = Object.values(cells).map(String);
      for (const [at, kind] of table.stretches.entries()) {
        const place = [kind, owner!, contents[at]!, stretchOf(seq)] as const;
        touched.set(JSON.stringify(place), place);
      }
    },
    tidy(): void {
      for (const [kind, owner, content, stretch] of touched.values()) {
        const is = kind === '' ? '' : ` and ${leanColumn(kind)} = ?3`;
        db.prepare(`delete from "${stretchTable(table.name)}" where kind = ?1 and owner = ?2 and content = ?3 and stretch = ?4 and not exists (select 1 from ${name} where seq between ?4 * ${STRETCH} and ?4 * ${STRETCH} + ${STRETCH - 1} and +tenant = ?2${is})`).run(kind, owner, content, stretch);
      }
    },
  };
}
