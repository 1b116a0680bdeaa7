/** When a step stops waiting, and when it stops asking a hub that has never answered. Where a CI calls in turns, both count from the first. */
import type { CiHost } from '../host.ts';
import type { Clock } from '../step.ts';

type Turns = Pick<CiHost, 'earlier' | 'keep'>;
interface Waiting { readonly inputs: { readonly timeout: number }; readonly host: Turns; readonly clock: Clock }
interface Beginning { readonly inputs: { readonly hub: string; readonly timeout?: number }; readonly host: Turns; readonly clock: Clock }

/** A hub that restarts is back by then; an address that is wrong should be told soon. */
const BEGIN_MS = 120_000;

export const deadlineOf = ({ inputs, host, clock }: Waiting): number => once(host, 'until', clock.now() + inputs.timeout * 1000);

/** The same key begins the same thing once, so a beginning may be repeated. */
export const beginBy = ({ inputs: { timeout = Infinity }, host, clock }: Beginning): number => once(host, 'begin-by', clock.now() + Math.min(BEGIN_MS, timeout * 1000));

/** What was begun is asked for until the time of the step is over, however often the hub does not answer. */
export const asking = (until: number): { readonly until: number; readonly retries: number } => ({ until, retries: Infinity });

function once({ earlier, keep }: Turns, name: string, otherwise: number): number {
  const until = Number(earlier?.[name] ?? otherwise);
  if (earlier !== undefined) keep(name, String(until));
  return until;
}
