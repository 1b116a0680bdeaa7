/** Why guest code ended without a result. */
import type { Step } from '../engine.ts';
import { STACK_BYTES } from '../limits.ts';
import { type Address, OutOfMemory } from './bridge.ts';
import type { Machine, Tenancy } from './machine.ts';
import { PRELUDE_FILE } from './prelude.ts';

export interface FailureLimits { readonly errorChars: number; readonly memoryBytes: number }

/** `error`: what was thrown, when the guest's side of the bridge did not describe it itself. */
export function guestFailure({ tenancy, bridge }: Machine, describe: Address, error: Address | null, limits: FailureLimits): Step {
  if (error !== null && !tenancy.expired && tenancy.failure === null) bridge.call(describe, [error, bridge.number(limits.errorChars)]);
  if (tenancy.broken) return { kind: 'fault' };
  if (tenancy.expired) return { kind: 'expired' };
  return stepOf(tenancy.failure, limits);
}

/** What the host's side threw: never the guest's doing alone, so that the instance is not used again. */
export function hostFailure({ tenancy }: Machine, error: unknown, limits: FailureLimits): Step {
  tenancy.broken = true;
  if (tenancy.expired) return { kind: 'expired' };
  if (error instanceof OutOfMemory) return memoryLimit(limits);
  return error instanceof RangeError ? { kind: 'limit', limit: 'stack', allowed: STACK_BYTES, used: STACK_BYTES } : { kind: 'fault' };
}

/** The engine says "out of memory" and "stack overflow" with ordinary errors. A guest that imitates them lies about nobody but itself. */
function stepOf(failure: Tenancy['failure'], limits: FailureLimits): Step {
  // No memory was left even to tell what happened.
  if (failure === null || (failure.name === 'InternalError' && failure.message === 'out of memory')) return memoryLimit(limits);
  const { name, message, stack } = failure;
  if ((name === 'RangeError' && message === 'Maximum call stack size exceeded') || (name === 'InternalError' && message === 'stack overflow')) return { kind: 'limit', limit: 'stack', allowed: STACK_BYTES, used: STACK_BYTES };
  const cut = (text: string): string => text.slice(0, limits.errorChars);
  return { kind: 'threw', name: cut(name), message: cut(message), stack: cut(guestFrames(stack)) };
}

const memoryLimit = ({ memoryBytes }: FailureLimits): Step => ({ kind: 'limit', limit: 'memory', allowed: memoryBytes, used: memoryBytes });

const guestFrames = (stack: string): string => stack.split('\n').filter((line) => line.trim() !== '' && !line.includes(PRELUDE_FILE)).join('\n');
