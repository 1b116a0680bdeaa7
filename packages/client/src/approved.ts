/** A destructive change is allowed by somebody else. The hub names one approval for the same change however often it is asked. */
import { HubError } from './hub-error.ts';
import { wait } from './retry.ts';
import type { CallOptions } from './transport.ts';

export interface ApprovalOptions extends CallOptions {
  /** Milliseconds to wait for somebody to approve it; 0 asks once more, for it may be approved already. */
  readonly wait: number;
  /** Told once, when it begins to wait, for people who look on. */
  readonly waits?: ((approval: string) => void) | undefined;
}

const POLL_MS = 2000;

/** Makes a change that may need an approval: again and again with the id of the approval, until it is given or the time is over. */
export async function approved<T>(change: (approvalId: string | undefined) => Promise<T>, { wait: patience, signal, waits }: ApprovalOptions): Promise<T> {
  const started = performance.now();
  let told = false;
  for (let id: string | undefined; ;) {
    try {
      return await change(id);
    } catch (error) {
      const waiting = error instanceof HubError && (error.code === 'approval.required' || error.code === 'approval.pending');
      if (!waiting || typeof error.details['approval_id'] !== 'string') throw error;
      // It may have been approved since an earlier run asked for it.
      if (id !== undefined && performance.now() - started >= patience) throw error;
      if (id !== undefined) {
        if (!told) waits?.(id);
        told = true;
        await wait(POLL_MS, signal);
      }
      id = error.details['approval_id'];
    }
  }
}
