/** What a guest may ask its host for, by name, each with caps of its own. Made anew for every call: the counts are the call's. */
import type { HostFunction } from './job.ts';

export interface HostEntry {
  /** JSON text in, JSON text out. The signal is aborted when the guest's call has ended, or this took too long. */
  run(args: string, signal: AbortSignal): Promise<string>;
  /** How often one call of the guest may ask for it. */
  readonly calls?: number;
  /** Of the arguments, in UTF-8. */
  readonly argsBytes?: number;
  /** Of the answer. */
  readonly answerBytes?: number;
  /** Real time for one answer. */
  readonly wallMs?: number;
}

/** A refusal reaches the guest as an Error that says which cap it was. */
export function hostFunctions(entries: Readonly<Record<string, HostEntry>>): HostFunction {
  const counts = new Map<string, number>();

  async function host(name: string, args: string, signal: AbortSignal): Promise<string> {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry === undefined) throw new Error(`The host has no function ${JSON.stringify(name.slice(0, 100))}; it has ${Object.keys(entries).join(', ') || 'none'}`);
    const { calls = Infinity, argsBytes = Infinity, answerBytes = Infinity, wallMs } = entry;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count > calls) throw new Error(`${name} may be asked ${calls} times in one run, and this is one more`);
    within(args, argsBytes, `the arguments of ${name}`);
    const answer = await (wallMs === undefined ? entry.run(args, signal) : timed(name, wallMs, entry.run(args, AbortSignal.any([signal, AbortSignal.timeout(wallMs)]))));
    within(answer, answerBytes, `the answer of ${name}`);
    return answer;
  }

  return host;
}

function within(text: string, most: number, what: string): void {
  const bytes = most === Infinity ? 0 : Buffer.byteLength(text);
  if (bytes > most) throw new Error(`${what} may have ${most} bytes, and has ${bytes}`);
}

/** Also of a function that does not listen to its signal. */
async function timed(name: string, wallMs: number, running: Promise<string>): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${name} took longer than ${wallMs} ms`)), wallMs);
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
