/** What happens in a tenant, told to all who follow here. One watch per tenant, however many listen. */
import { type Caller, type EventView, Failure, type House, scopeSet } from '@patchbay/contracts';

export interface Broadcast {
  /** Ends with the returned function. */
  follow(caller: Caller, hear: (event: EventView) => void): () => void;
}

interface Channel { readonly listeners: Set<(event: EventView) => void>; readonly ended: AbortController }

const PAUSE = 1000;

export function createBroadcast({ watch, report }: Pick<House, 'watch' | 'report'>): Broadcast {
  const channels = new Map<string, Channel>();

  function open(caller: Caller): Channel {
    const channel: Channel = { listeners: new Set(), ended: new AbortController() };
    channels.set(caller.tenant, channel);
    void copy(channel, { ...caller, scopes: scopeSet(['event:read']) }); // who listens is told only what their own scopes let them see
    return channel;
  }

  /** Goes on where it was when the store could not be read. */
  async function copy({ listeners, ended: { signal } }: Channel, caller: Caller): Promise<void> {
    let after: number | undefined;
    while (!signal.aborted) {
      try {
        for await (const event of watch(after === undefined ? {} : { after }, caller, signal)) {
          after = event.seq;
          for (const hear of listeners) hear(event);
        }
      } catch (error) {
        const restored = error instanceof Failure && error.code === 'cursor.invalid';
        if (restored) after = undefined; // the place is of a log that is no more
        if (!signal.aborted) report(error, { via: 'mcp', about: restored ? 'following events: it was restored from an earlier copy, and is followed from its end' : 'following events' });
      }
      if (!signal.aborted) await new Promise((resolve) => { setTimeout(resolve, PAUSE).unref(); });
    }
  }

  return Object.freeze({
    follow(caller: Caller, hear: (event: EventView) => void) {
      const channel = channels.get(caller.tenant) ?? open(caller);
      channel.listeners.add(hear);
      return () => {
        channel.listeners.delete(hear);
        if (channel.listeners.size > 0 || channels.get(caller.tenant) !== channel) return;
        channels.delete(caller.tenant);
        channel.ended.abort();
      };
    },
  });
}
