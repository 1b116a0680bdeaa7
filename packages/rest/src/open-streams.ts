/** Which streams are open, so that they are counted and end with the hub. */
import { Failure } from '@patchbay/contracts';
import type { StreamLimits } from './options.ts';

export function openStreams({ most, mostPerTenant }: Pick<StreamLimits, 'most' | 'mostPerTenant'>, stopping: AbortSignal) {
  const open = new Map<AbortController, string>();
  const endAll = (): void => { for (const each of open.keys()) each.abort(); };
  stopping.addEventListener('abort', endAll, { once: true });
  return {
    endAll,
    open(tenant: string) {
      if (stopping.aborted) throw new Failure('hub.stopping', 'This hub is stopping');
      if (open.size >= most) throw full('This hub', most);
      if ([...open.values()].filter((each) => each === tenant).length >= mostPerTenant) throw full('This tenant', mostPerTenant);
      const ended = new AbortController();
      open.set(ended, tenant);
      return { ended, close: () => void open.delete(ended) };
    },
  };
}

const full = (who: string, limit: number): Failure => new Failure('hub.overloaded', `${who} holds ${limit} event streams already`, { limit, retry_after: 5 });
