/** An approval from the requester's side: whether it was given, and where somebody else can give it. */
import { type Caller, Failure, type House, scopeSet } from '@patchbay/contracts';
import { APPROVALS } from '../auth/approval-page.ts';
import type { Broadcast } from '../listen/broadcast.ts';

export type Decision = 'pending' | 'approved' | 'rejected' | 'used' | 'expired';

/** Heartbeats between two looks. */
const LOOK_AGAIN = 4;

export function createApprovals({ house, broadcast, now, heartbeat }: { readonly house: House; readonly broadcast: Broadcast; readonly now: () => number; readonly heartbeat: number }) {
  /** Who asked may know what became of it, also without the right to read all approvals. */
  async function decision(caller: Caller, id: string, requestId: string, signal: AbortSignal): Promise<Decision> {
    try {
      const { output } = await house.invoke({ action: 'approval_get', input: { id }, caller: { ...caller, scopes: scopeSet(['approval:read']) }, via: 'mcp', requestId, counted: true, signal });
      const { status, requester, expires_at } = output as { status: Exclude<Decision, 'expired'>; requester: string; expires_at: string }; // `invoke` checked it
      if (requester !== caller.principal) return 'expired';
      return (status === 'pending' || status === 'approved') && Date.parse(expires_at) <= now() ? 'expired' : status;
    } catch (error) {
      if (error instanceof Failure && error.code === 'resource.not_found') return 'expired';
      throw error;
    }
  }

  /** Waits until somebody decided, or nobody can any more: that it runs out, no event tells. */
  async function decided(caller: Caller, id: string, requestId: string, signal: AbortSignal): Promise<Decision> {
    let wake = (): void => undefined;
    const stop = broadcast.follow(caller, ({ type, subject }) => { if (subject === id && type.startsWith('approval.')) wake(); });
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      for (;;) {
        const { promise: told, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, heartbeat * LOOK_AGAIN).unref();
        const came = await decision(caller, id, requestId, signal).catch((error: unknown): Decision => { if (error instanceof Failure && error.status >= 500) return 'pending'; throw error; }); // a store that can't be read decides nothing
        if (came === 'pending' && !signal.aborted) await told;
        clearTimeout(timer);
        signal.throwIfAborted();
        if (came !== 'pending') return came;
      }
    } finally {
      stop();
    }
  }

  return Object.freeze({ decision, decided });
}

export type Approvals = ReturnType<typeof createApprovals>;

export const approvalUrl = (origin: string, id: string): string => `${origin}${APPROVALS}/${id}`;

export const approvalQuestion = (origin: string, id: string, message: string) =>
  ({ method: 'elicitation/create', params: { mode: 'url', message: `${message}. Somebody else has to allow it there; then repeat the call.`, url: approvalUrl(origin, id), elicitationId: id } });
