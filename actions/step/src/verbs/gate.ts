import type { Patience } from '../hub/hub.ts';
import { wait } from '../hub/wait.ts';
import type { Ending, Step } from '../step.ts';
import { StepError } from '../step-error.ts';
import { asking, beginBy, deadlineOf } from './deadline.ts';
import { versionOf } from './deploy.ts';
import { REMIND_MS } from './narrator.ts';

export interface Verdict { readonly open: boolean; readonly waiting_for: readonly { readonly kind: string; readonly detail: string; readonly permanent?: boolean }[] }

export async function gate(step: Step<'gate'>): Promise<Ending> {
  const { inputs, host, clock, signal } = step;
  const until = deadlineOf(step);
  let saidAt = clock.now();
  for (let said = '', patience: Patience = host.earlier?.['looked'] === undefined ? { until: beginBy(step) } : asking(until); ; patience = asking(until)) {
    const verdict = await look(step, patience);
    if (host.earlier !== undefined) host.keep('looked', 'yes'); // the next turn asks on, also when the hub is away
    const holds = inWords(verdict);
    if (holds !== said || clock.now() - saidAt >= REMIND_MS) {
      host.line(holds === '' ? 'Nothing holds it.' : holds);
      saidAt = clock.now();
    }
    said = holds;
    const forGood = isForGood(verdict);
    if (verdict.open || forGood || !inputs.wait || clock.now() >= until) return ending(step, verdict, holds, forGood);
    await wait(Math.min(inputs.interval * 1000, until - clock.now()), signal);
  }
}

/** What holds it now. */
export async function look(step: Step<'gate'>, patience: Patience = {}): Promise<Verdict> {
  const { inputs, hub, signal } = step;
  const query = new URLSearchParams({ project: inputs.project, environment: inputs.environment, ...versionOf(step), ...(inputs.deployment === undefined ? {} : { deployment: inputs.deployment }) });
  return (await hub.send('GET', `/v1/gates?${query.toString()}`, patience, signal)) as Verdict;
}

export const inWords = ({ waiting_for }: Verdict): string => waiting_for.map(({ kind, detail }) => `${kind}: ${detail}`).join(' · ');
/** Waiting is of no use. */
export const isForGood = ({ waiting_for }: Verdict): boolean => waiting_for.some(({ permanent }) => permanent === true);

function ending({ inputs, host }: Step<'gate'>, { open, waiting_for }: Verdict, holds: string, forGood: boolean): Ending {
  host.output('open', String(open));
  host.output('waiting-for', JSON.stringify(waiting_for));
  if (open) return { result: 'succeeded', why: `The gate of ${inputs.environment} is open` };
  throw new StepError('gate.closed', `The gate of ${inputs.environment} is closed: ${holds}`, forGood ? 'Waiting is of no use: use another version, or change what protects the environment.' : inputs.wait ? 'Raise `timeout`, or see to what it waits for.' : 'See to what it waits for, or let the step `wait`.');
}
