/** When a step stops waiting. Where a CI calls in turns, it counts from the first. */
import type { CiHost } from '../host.ts';
import type { Clock } from '../step.ts';

interface Waiting { readonly inputs: { readonly timeout: number }; readonly host: Pick<CiHost, 'earlier' | 'keep'>; readonly clock: Clock }

export function deadlineOf({ inputs, host: { earlier, keep }, clock }: Waiting): number {
  const until = Number(earlier?.['until'] ?? clock.now() + inputs.timeout * 1000);
  if (earlier !== undefined) keep('until', String(until));
  return until;
}
