/** The next master key takes over: it proves itself, wraps what is new from then on, and then everything there is. */
import { timingSafeEqual } from 'node:crypto';
import type { DataKeyStore } from './data-keys.ts';
import { type MasterKey, type MasterKeys, unreadable } from './master-key.ts';

export async function rewrapAll(next: MasterKey, { store, masters }: { store: DataKeyStore; masters: MasterKeys }): Promise<{ rewrapped: number }> {
  await prove(next);
  masters.take(next);
  let rewrapped = 0;
  for await (const stored of store.all()) {
    if (stored.masterKeyId === next.id) continue;
    const bytes = await masters.unwrap(stored.masterKeyId, stored.wrapped);
    await store.replace({ ...stored, wrapped: await next.wrap(bytes), masterKeyId: next.id });
    bytes.fill(0);
    rewrapped++;
  }
  return { rewrapped };
}

/** A key that can't open what it closed would lose everything, so it is asked first. */
async function prove(next: MasterKey): Promise<void> {
  const probe = new Uint8Array(32).fill(0x5a);
  const opened = await next.unwrap(await next.wrap(probe));
  if (opened.length !== probe.length || !timingSafeEqual(opened, probe)) throw unreadable('The new master key does not unwrap what it wrapped, so nothing was changed');
}
