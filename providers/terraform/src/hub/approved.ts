/** A destructive change is allowed by somebody else. The hub names one approval for the same change however often it is asked. */
import { HubError } from '@patchbay/client';
import type { Hub } from './hub.ts';

const POLL_MS = 2000;

export async function approved<T>(hub: Hub, signal: AbortSignal, change: (approvalId: string | undefined) => Promise<T>): Promise<T> {
  const started = performance.now();
  for (let id: string | undefined; ;) {
    try {
      return await change(id);
    } catch (error) {
      const waiting = error instanceof HubError && (error.code === 'approval.required' || error.code === 'approval.pending');
      if (!waiting || typeof error.details['approval_id'] !== 'string') throw error;
      // It may have been approved since an earlier run asked for it.
      if (id !== undefined && performance.now() - started >= hub.config.approvalWaitMs) throw error;
      if (id !== undefined) await pause(POLL_MS, signal);
      id = error.details['approval_id'];
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => { clearTimeout(timer); reject(signal.reason); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
