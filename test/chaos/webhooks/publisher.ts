/** Lanes that publish one event after another to whichever hub is up, and remember what was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Publisher {
  /** Ids of acknowledged events. */
  readonly accepted: Set<string>;
  /** How often, by code. */
  readonly refused: Map<string, number>;
  stop(): Promise<void>;
}

const LANES = 16;
const GIVE_UP_MS = 3000;

export function startPublisher(hubs: () => readonly { readonly url: string }[], key: string): Publisher {
  const accepted = new Set<string>();
  const refused = new Map<string, number>();
  let stopped = false;

  async function publish(lane: number, number: number): Promise<void> {
    const up = hubs();
    const hub = up[Math.floor(Math.random() * up.length)];
    if (hub === undefined) return void (await sleep(10));
    const answer = await fetch(`${hub.url}/v1/tools/event_publish`, {
      method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(GIVE_UP_MS),
      body: JSON.stringify({ type: 'build.finished', subject: 'shop', data: { lane, number, text: 'x'.repeat(500) } }),
    });
    if (answer.status === 200 || answer.status === 201 || answer.status === 202) accepted.add(((await answer.json()) as { id: string }).id);
    else {
      const { code } = (await answer.json()) as { code: string };
      refused.set(code, (refused.get(code) ?? 0) + 1);
    }
  }

  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (let number = 1; !stopped; number++) await publish(lane, number).catch(() => sleep(10)); // a hub that was killed under us is no acknowledgement
  });
  return {
    accepted, refused,
    async stop() {
      stopped = true;
      await Promise.all(lanes);
    },
  };
}
