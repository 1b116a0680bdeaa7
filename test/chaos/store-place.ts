/** What `chaos store` and its children agree on. */
import type { Collection } from '@patchbay/contracts';
import { openPostgres, openSqlite, type Store } from '@patchbay/storage';

export const T = 'ten_chaos';

const collections: readonly Collection[] = [
  { name: 'left', kind: 'documents', fields: { twin: 'text' }, unique: [{ fields: ['twin'] }] },
  { name: 'right', kind: 'documents', fields: { twin: 'text' } },
  { name: 'trail', kind: 'log', chained: true, fields: { action: 'text' } },
];

/** A PostgreSQL address or a file. */
export const open = (target: string): Promise<Store> =>
  target.startsWith('postgres://') ? openPostgres({ url: target, collections, now: Date.now, poolSize: 2 }) : openSqlite({ file: target, collections, now: Date.now });
