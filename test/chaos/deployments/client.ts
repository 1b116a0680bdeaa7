/** Speaks to whichever hub is up, and repeats under the same key until somebody answers: what was acknowledged is acknowledged once. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Deployment { readonly id: string; readonly status: string; readonly ended: boolean; readonly outcome?: string; readonly runner: string; readonly environment_slug: string; readonly place: string; readonly ready_at?: string; readonly kind: string; readonly preview?: string; readonly cancel_requested_at?: string }
export interface Preview { readonly id: string; readonly status: string; readonly open: boolean; readonly slug: string }
export interface Answer<T> { readonly status: number; readonly body: T & { readonly code?: string; readonly detail?: string } }

export interface Client {
  post<T>(path: string, body: object, key?: string): Promise<Answer<T>>;
  get<T>(path: string): Promise<Answer<T>>;
}

const GIVE_UP_MS = 5_000;

export function createClient(hubs: () => readonly { readonly url: string }[], credential: string): Client {
  async function ask<T>(method: string, path: string, body: object | undefined, key: string): Promise<Answer<T>> {
    for (;;) {
      const up = hubs();
      const hub = up[Math.floor(Math.random() * up.length)];
      const answer = hub === undefined ? undefined : await once<T>(`${hub.url}/v1/${path}`, method, body, key).catch(() => undefined);
      if (answer !== undefined && answer.status < 499 && answer.status !== 408 && answer.body.code !== 'idempotency.in_progress' && answer.body.code !== 'resource.conflict') return answer;
      await sleep(20 + Math.random() * 60);
    }
  }

  async function once<T>(url: string, method: string, body: object | undefined, key: string): Promise<Answer<T>> {
    const reply = await fetch(url, {
      method, signal: AbortSignal.timeout(GIVE_UP_MS), ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${credential}`, ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': key }) },
    });
    return { status: reply.status, body: (await reply.json()) as Answer<T>['body'] };
  }

  return {
    post: (path, body, key = randomUUID()) => ask('POST', path, body, key),
    get: (path) => ask('GET', path, undefined, ''),
  };
}
