/** Remembers which webhooks were handled, so that each has its effect once. In memory: with several processes keep the ids in your database. */
import { WebhookError } from './webhook-error.ts';

export interface ReplayGuardOptions {
  /** How long an id is remembered. A sender may try for days; 259,200 (three days), if absent. */
  readonly rememberSeconds?: number;
  /** Ids kept at once; beyond that the oldest is forgotten. 100,000, if absent. */
  readonly capacity?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface ReplayGuard {
  /** Takes the id. Throws `webhook.replayed` when it was taken before. */
  claim(id: string): void;
  /** Gives the id back, so that the sender's next attempt counts. */
  release(id: string): void;
  /** Handles a webhook once; when the handler fails, the id is free again. */
  once<T>(id: string, handle: () => T | Promise<T>): Promise<T>;
}

/**
 * @example
 * const guard = createReplayGuard();
 * await guard.once(webhook.id, () => handle(webhook.json()));
 */
export function createReplayGuard({ rememberSeconds = 259_200, capacity = 100_000, now = Date.now }: ReplayGuardOptions = {}): ReplayGuard {
  const until = new Map<string, number>(); // in the order of their claims, so the first is the oldest

  function claim(id: string): void {
    const at = now();
    for (const [oldest, end] of until) {
      if (end > at) break;
      until.delete(oldest);
    }
    if (until.has(id)) throw new WebhookError('webhook.replayed', `The webhook ${id} came before`);
    if (until.size >= capacity) until.delete(until.keys().next().value ?? id);
    until.set(id, at + rememberSeconds * 1000);
  }

  const release = (id: string): void => { until.delete(id); };

  async function once<T>(id: string, handle: () => T | Promise<T>): Promise<T> {
    claim(id);
    try {
      return await handle();
    } catch (error) {
      release(id);
      throw error;
    }
  }

  return Object.freeze({ claim, release, once });
}
