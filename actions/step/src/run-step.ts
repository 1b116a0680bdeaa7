/** One verb from its inputs to its exit code. Whatever happens, people learn why and what to do. */
import { digest } from './digest.ts';
import type { CiHost } from './host.ts';
import { createHub, judge } from './hub/hub.ts';
import { logIn, type LoginInputs } from './hub/login.ts';
import { readInputs } from './inputs/read.ts';
import { inputTables as tables, type Verb } from './inputs/table.ts';
import { Cancelled, type Clock, type Ending, type Step } from './step.ts';
import { sayOf } from './step-error.ts';
import type { DoWork } from './work/do-work.ts';

/** A verb does one of these; each bundle holds only its own. */
export type Doing<V extends Verb> = (step: Step<V>) => Promise<Ending>;

/** Answers the exit code. */
export async function runStep<V extends Verb>(verb: V, doing: Doing<V>, host: CiHost, clock: Clock, doWork?: DoWork): Promise<number> {
  const cancel = new AbortController();
  host.onCancel(() => cancel.abort(new Cancelled('cancelled'))); // before anything else: it may come at any moment
  try {
    const step = newStep(verb, host, clock, cancel.signal, doWork);
    const { result, why } = await doing(step);
    if (result === 'failed') host.annotate('error', why, 'Patchbay');
    else host.line(why);
    return host.end(result, why);
  } catch (error) {
    host.group(undefined);
    if (cancel.signal.aborted) return host.end('cancelled', 'The job was cancelled');
    const why = sayOf(judge(error).error);
    host.annotate('error', why, 'Patchbay');
    return host.end('failed', why.split('\n')[0] ?? why);
  }
}

export function newStep<V extends Verb>(verb: V, host: CiHost, clock: Clock, signal: AbortSignal, doWork?: DoWork): Step<V> {
  const inputs = readInputs(tables[verb], (name) => host.input(name));
  const login = inputs as unknown as LoginInputs & { readonly retries: number }; // every verb has the inputs of the login
  const url = login.hub.replace(/\/+$/, '');
  const hub = createHub({ url, retries: login.retries, now: clock.now, random: clock.random, say: (text) => host.line(text, 'err'), logIn: (signal) => logIn({ ...login, hub: url }, host, clock.now, signal) });
  return { inputs, host, hub, clock, signal, doWork, keyOf: (path, body) => keyOf(host, path, body) };
}

/** The same run, job and step asking for the same thing, by its address: two servers may have jobs of one name, with the same numbers; by chance, where nobody knows the run. */
function keyOf({ context: { provider, project, run, attempt, job, step, url }, chance }: CiHost, path: string, body: unknown): string {
  return run === undefined ? chance() : `ci-${digest(JSON.stringify([provider, url, project, run, attempt, job, step, path, body]))}`;
}
