/** A recorded run, once more with the code that is here: the host answers what it answered then, and the two are compared. */
import type { Program, Sandbox } from '@patchbay/sandbox';
import type { Json } from '@patchbay/sdk';
import { z } from 'zod';

const json = z.json();
const Asked = z.object({ name: z.string(), args: json, answer: json });
const Trace = z.looseObject({ handler: z.string(), name: z.string(), input: json, facts: z.looseObject({ now: z.number() }), asked: z.array(Asked), result: json });

/** As `plugin_run_get` shows it. */
export const RecordedRun = z.looseObject({ id: z.string(), plugin: z.string(), plugin_version: z.string(), handler: z.string(), name: z.string(), outcome: z.string(), trace: z.string() });
export type RecordedRun = z.output<typeof RecordedRun>;

export interface Replayed {
  readonly id: string;
  readonly what: string;
  readonly was: string;
  readonly is: string;
  /** same: it asked the same and came to the same. */
  readonly verdict: 'same' | 'other questions' | 'other outcome';
  /** The first thing that differs. */
  readonly difference: string;
}

const LIMITS = { cpuMs: 500, wallMs: 60_000 };

export async function replayRun(run: RecordedRun, program: Program, sandbox: Sandbox, signal: AbortSignal): Promise<Replayed> {
  const { asked, result, facts, ...invocation } = Trace.parse(JSON.parse(run.trace));
  const left = [...asked];
  const news: string[] = [];
  const host = async (name: string, args: string): Promise<string> => {
    const given = JSON.parse(args) as Json;
    const at = left.findIndex((each) => each.name === name && same(each.args, given));
    if (at >= 0) return JSON.stringify(left.splice(at, 1)[0]!.answer);
    news.push(`${name} ${args}`);
    return JSON.stringify({ ok: false, error: { code: 'unavailable', message: 'It did not ask for this when it was recorded' } });
  };
  const ran = await sandbox.run(program, { name: 'invoke', input: JSON.stringify({ ...invocation, facts }), host, limits: LIMITS, now: facts.now }, signal);
  const now = ran.kind === 'stopped' ? { stopped: ran.limit } : ran.kind === 'done' && ran.output !== null ? plainOf(JSON.parse(ran.output) as Result) : { ok: false, error: { code: 'fault', message: ran.kind === 'threw' ? `${ran.name}: ${ran.message}` : 'it answered nothing', details: {} } };
  const about = { id: run.id, what: `${run.handler} ${run.name}`.trim(), was: run.outcome, is: outcomeOf(now) };
  if (news.length > 0) return { ...about, verdict: 'other questions', difference: `asks for ${cut(news[0]!)}` };
  if (left.length > 0) return { ...about, verdict: 'other questions', difference: `does not ask for ${cut(`${left[0]!.name} ${JSON.stringify(left[0]!.args)}`)}` };
  if (!same(result, now as Json)) return { ...about, verdict: 'other outcome', difference: `was ${cut(JSON.stringify(result))}, is ${cut(JSON.stringify(now))}` };
  return { ...about, verdict: 'same', difference: '' };
}

type Result = { readonly ok: true; readonly output: Json } | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details?: Json } };

/** Where it failed is not compared: the lines of a program move. */
const plainOf = (result: Result): object => (result.ok ? result : { ok: false, error: { code: result.error.code, message: result.error.message, details: result.error.details ?? {} } });

function outcomeOf(now: object): string {
  if ('stopped' in now) return `stopped: ${String(now.stopped)}`;
  return 'error' in now ? (now.error as { code: string }).code : 'done';
}

const same = (a: Json, b: Json): boolean => canonical(a) === canonical(b);
const canonical = (value: Json): string => JSON.stringify(value, (_, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([x], [y]) => (x < y ? -1 : 1))) : each));
const cut = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
