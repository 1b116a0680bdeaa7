/** Behind which place of the log to begin. It is known before anything is said, so that what happens from then on is not missed. */
import type { Client } from '@patchbay/client';

export interface Beginning {
  readonly after: number | undefined;
  /** An instant. */
  readonly since: string | undefined;
}

export async function placeBefore({ after, since }: Beginning, hub: Client, signal: AbortSignal): Promise<number> {
  if (after !== undefined) return after;
  const { items: [newest] } = await hub.events.list({ limit: 1 }, { signal });
  if (since === undefined) return newest?.seq ?? 0;
  const { items: [first] } = await hub.events.list({ since, sort: 'id', limit: 1 }, { signal }); // asked second: what happens between the two questions is in it
  return first === undefined ? newest?.seq ?? 0 : first.seq - 1;
}
