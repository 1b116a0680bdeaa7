/** Follows deployments: who waits for one is woken when it changes or says something. One reader of the changes serves all who wait on this hub. */
import type { DeploymentFrame, Document } from '@patchbay/contracts';
import { followLog } from '@patchbay/storage';
import { CHANGES } from '../collections.ts';
import type { DeploymentPorts } from '../ports.ts';
import { readLog } from './read.ts';

/** A deployment, or a run of a pipeline. */
export interface Followed {
  readonly tenant: string;
  readonly id: string;
  /** As it is now. Of a run of a deployment, the log is that of the deployment. */
  find(): Promise<{ readonly shown: Document; readonly ended: boolean; readonly log: string }>;
}

export interface Following {
  start(): Promise<void>;
  stop(): void;
  /** Until the deployment changes, or the time is over. */
  changed(deployment: string, mostMs: number, signal: AbortSignal): Promise<void>;
  /** Ends when it has, and all of its log was given out. */
  follow(subject: Followed, after: number, signal: AbortSignal): AsyncIterable<DeploymentFrame>;
}

/** Whatever was missed: look by yourself. */
const LOOK_MS = 20_000;
const PAGE = 200;

export function createFollowing({ store, report }: Pick<DeploymentPorts, 'store' | 'report'>): Following {
  const waiting = new Map<string, Set<() => void>>();
  const { start, stop } = followLog({ store, report: (error) => report(error, { engine: 'deployments' }) }, CHANGES, (changes) => {
    for (const { body } of changes) for (const wake of waiting.get(String(body['id'])) ?? []) wake();
  });

  function changed(deployment: string, mostMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const all = waiting.get(deployment) ?? new Set();
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        all.delete(wake);
        if (all.size === 0 && waiting.get(deployment) === all) waiting.delete(deployment);
        resolve();
      };
      const timer = setTimeout(wake, mostMs);
      signal.addEventListener('abort', wake, { once: true });
      waiting.set(deployment, all.add(wake));
      if (signal.aborted) wake();
    });
  }

  async function* follow({ tenant, id, find }: Followed, after: number, signal: AbortSignal): AsyncIterable<DeploymentFrame> {
    let told = '';
    let offset = after;
    while (!signal.aborted) {
      const heard = new AbortController();
      const next = changed(id, LOOK_MS, AbortSignal.any([signal, heard.signal])); // before it reads: nothing falls between
      try {
        const { shown, ended, log } = await find();
        const { version: _, updated_at: __, ...rest } = shown; // a run is written down with each look, whether anything changed or not
        if (JSON.stringify(rest) !== told) yield { kind: 'state', deployment: shown };
        told = JSON.stringify(rest);
        for (let full = true; full && !signal.aborted;) {
          const entries = await readLog(store, tenant, log, offset, PAGE);
          for (const entry of entries) yield { kind: 'log', ...entry };
          offset = entries.at(-1)?.offset ?? offset;
          full = entries.length === PAGE;
        }
        if (ended) return;
        await next;
      } finally {
        heard.abort();
      }
    }
  }

  return Object.freeze({ start, stop, changed, follow });
}
