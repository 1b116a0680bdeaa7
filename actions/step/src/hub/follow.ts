/** A deployment as it goes on. By its stream; where that does not get through, by asking. Nothing of the log is lost or shown twice. */
import type { Deployment, LogEntry } from './deployment.ts';
import { type Hub, judge } from './hub.ts';
import { serverEvents } from './server-events.ts';
import { wait } from './wait.ts';

export interface Watcher {
  readonly onState: (deployment: Deployment) => void;
  readonly onLog: (entry: LogEntry) => void;
}

/** Fresh streams that may break without a frame, before it asks instead. */
const PATIENCE = 3;
const MOST_DELAY_MS = 5_000;

/** Ends when the deployment has ended; answers how. A hub that is away is asked again for as long as the signal lets it. `after`: the last entry of the log that is known already. */
export async function follow(hub: Hub, id: string, { onState, onLog }: Watcher, signal: AbortSignal, after = -1): Promise<Deployment> {
  let offset = after;
  let last: Deployment | undefined;
  const seeLog = (entry: LogEntry): void => { if (entry.offset > offset) { offset = entry.offset; onLog(entry); } };
  const seeState = (state: Deployment): void => { if (last === undefined || state.version >= last.version) { last = state; onState(state); } };
  const ended = (): Deployment | undefined => (last?.ended === true ? last : undefined);

  for (let broken = 0; broken < PATIENCE;) {
    const before = { offset, version: last?.version };
    try {
      for await (const { event, data } of serverEvents(await hub.stream(`/v1/deployments/${id}/stream`, offset < 0 ? {} : { 'last-event-id': String(offset) }, signal))) {
        if (event === 'state') seeState(JSON.parse(data) as Deployment);
        else if (event === 'log') seeLog(JSON.parse(data) as LogEntry);
        else if (event === 'end' && ended() !== undefined) return ended()!;
      }
    } catch (error) {
      signal.throwIfAborted();
      const { passes, error: reason } = judge(error);
      if (!passes && reason.code !== 'step.failed' && !reason.code.startsWith('credential.')) throw reason;
    }
    broken = offset === before.offset && last?.version === before.version ? broken + 1 : 0;
    await wait(Math.min(MOST_DELAY_MS, 100 * 2 ** broken), signal);
  }
  return ask(hub, id, () => ({ offset, version: last?.version ?? 0 }), { onState: seeState, onLog: seeLog }, signal);
}

async function ask(hub: Hub, id: string, known: () => { readonly offset: number; readonly version: number }, { onState, onLog }: Watcher, signal: AbortSignal): Promise<Deployment> {
  for (;;) {
    const state = (await hub.send('GET', `/v1/deployments/${id}/wait?known_version=${known().version}&timeout=20`, { quietMs: 40_000, retries: Infinity }, signal)) as Deployment;
    const log = (await hub.send('GET', `/v1/deployments/${id}/log?offset=${Math.max(0, known().offset)}&limit=500`, { retries: Infinity }, signal)) as { entries: LogEntry[]; complete: boolean };
    for (const entry of log.entries) onLog(entry);
    onState(state);
    if (state.ended && log.entries.length < 500) return state;
  }
}
