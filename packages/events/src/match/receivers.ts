/** All endpoints of the hub in memory, so that routing an event asks nobody. */
import { Failure } from '@patchbay/contracts';
import { changesOf, createMirror, type Mirror, type MirrorPorts } from '../follow/mirror.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import type { EventFacts } from './event-facts.ts';
import { type Receiver, receiverOf } from './receiver.ts';

/** Which endpoints changed, in the order of commits. */
export const changeCollection = changesOf('endpoint');

export interface Receivers extends Omit<Mirror<Receiver>, 'of' | 'all'> {
  /** Those that take this event. */
  match(event: EventFacts): readonly Receiver[];
}

/** The one that an action is asked about. */
export async function theReceiver(receivers: Pick<Receivers, 'look'>, tenant: string, endpoint: string): Promise<Receiver> {
  const found = await receivers.look(tenant, endpoint);
  if (found === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
  return found;
}

const NONE: readonly Receiver[] = [];

export function createReceivers(ports: MirrorPorts): Receivers {
  const { of, all: _, ...mirror } = createMirror(ports, { resource: 'endpoint', make: receiverOf });
  /** By tenant; made anew by the first event after a change. */
  const candidates = new Map<string, Candidates>();
  mirror.onChange((tenant) => { candidates.delete(tenant); });

  function match(event: EventFacts): readonly Receiver[] {
    const known = candidates.get(event.tenant);
    if (known !== undefined) return known.match(event);
    const receivers = of(event.tenant);
    if (receivers === undefined || receivers.size === 0) return NONE;
    const made = candidatesOf(receivers.values());
    candidates.set(event.tenant, made);
    return made.match(event);
  }

  return Object.freeze({ ...mirror, match });
}
