/** A million audit entries: pages stay quick, and the chain is verified at speed. */
import { join } from 'node:path';
import { auditEntryRecord, createIds } from '@patchbay/contracts';
import { collectionsOf, openStore } from '@patchbay/hub';
import { ROOT_TENANT } from '@patchbay/access';
import type { Figure } from '../../proof.ts';
import { quantile } from '../load.ts';
import { start } from '../process.ts';

const ENTRIES = Number(process.env['ENTRIES'] ?? 1_000_000);
const PAGES = 300;

export async function audit(folder: string): Promise<Figure[]> {
  const first = await start([process.execPath, join(import.meta.dirname, 'hub.ts'), folder]);
  const key = first.said['key']!;
  await first.stop();
  await fill(folder);

  const hub = await start([process.execPath, join(import.meta.dirname, 'hub.ts'), folder]);
  const headers = { authorization: `Bearer ${key}` };
  const get = async (query: string) => (await (await fetch(`${hub.said['url']}/v1/audit_entries?${query}`, { headers })).json()) as { items: { id: string }[]; next_cursor: string | null };
  const times: number[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const filter = page % 3 === 0 ? '&action=project_create' : page % 3 === 1 ? '&principal=key_bench_7' : '';
    const at = performance.now();
    const { next_cursor } = await get(`limit=50${filter}${filter === '' && cursor !== null ? `&cursor=${cursor}` : ''}`);
    times.push(performance.now() - at);
    if (filter === '') cursor = next_cursor;
  }
  const began = performance.now();
  const verdict = (await (await fetch(`${hub.said['url']}/v1/tools/audit_verify`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' })).json()) as { intact: boolean; entries: number };
  const perSecond = verdict.entries / ((performance.now() - began) / 1000);
  await hub.stop();
  return [
    { name: 'audit entries in the trail', value: verdict.intact ? verdict.entries : 0, goal: ENTRIES, better: 'higher' },
    { name: `a page of the audit list, p99 ms`, value: Number(quantile(Float64Array.from(times).sort(), 0.99).toFixed(1)), goal: 20, better: 'lower' },
    { name: 'audit verify, entries/s', value: Math.round(perSecond), goal: 100_000, better: 'higher' },
  ];
}

/** Through the store, as the hub writes them, many in one unit. */
async function fill(dataDir: string): Promise<void> {
  const store = await openStore({ keeping: { dataDir, databasePool: 2 } }, Date.now, collectionsOf());
  const newId = createIds({ now: Date.now, random: () => crypto.getRandomValues(new Uint8Array(10)) });
  const BATCH = 1000;
  for (let done = 0; done < ENTRIES; done += BATCH) {
    await store.commit(Array.from({ length: BATCH }, (_, n) => ({
      op: 'append' as const, in: auditEntryRecord.name, tenant: ROOT_TENANT, id: newId('aud'), at: Date.now(),
      body: { action: n % 10 === 0 ? 'project_create' : 'event_publish', principal: `key_bench_${n % 50}`, via: 'rest', outcome: 'done', subject: newId('prj'), input_digest: 'a'.repeat(64), request_id: newId('req') },
    })));
  }
  await store.close();
}
