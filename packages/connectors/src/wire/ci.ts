/** A CI that the hub starts, follows and stops: six actions of one shape. The words of the vendor become these here, and nowhere else. */
import { action, type Ctx, type Infer, type JsonObject, query, type ReadCtx, type Schema, t } from '@patchbay/sdk';

const states = ['queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled'] as const;
export type State = (typeof states)[number];

const state = t.enum(states, { description: 'Where it stands, in the same words for every CI.' });
const runId = t.string({ minLength: 1, maxLength: 255, description: 'Id of the run in the CI.', examples: ['4711'] });
const token = t.string({ pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The hub’s id of the run: it tells it apart where the CI gives no id back.', examples: ['run_01jd8xk3v2q4r6t8w0y2a4c6e8'] });
const common = {
  ref: t.string({ maxLength: 255, description: 'Git ref to run on.', examples: ['main'] }),
  run: token,
  run_input: t.string({ minLength: 1, maxLength: 120, description: 'The input that carries it.', examples: ['patchbay_run'] }),
};
const inputs = t.record(t.string({ maxLength: 10_000 }), { default: {}, description: 'Inputs, parameters or variables.' });
const handle = t.optional(t.string({ maxLength: 1_000, description: 'What the CI gave in place of an id.' }));
const attempt = t.optional(t.string({ maxLength: 20, description: 'The how manieth attempt.' }));

const started = t.object({
  run: t.optional(t.string({ description: 'Id of the run, if the CI gives one.' })), attempt, url: t.optional(t.string({ description: 'Its page.' })),
  handle: t.optional(t.string({ description: 'What it gave in place of an id.' })),
});
const found = t.object({
  found: t.enum(['run', 'queued', 'none', 'cancelled', 'again'], { description: 'run: it is known. queued: it waits to become one. none: nothing carries the hub’s id. again: starting it once more is the same start.' }),
  run: t.optional(t.string({ description: 'Id of the run.' })), attempt, url: t.optional(t.string({ description: 'Its page.' })), detail: t.optional(t.string({ description: 'In words for people.' })),
});
const seen = t.object({
  state, attempt, number: t.optional(t.string({ description: 'Number for people.' })), url: t.optional(t.string({ description: 'Its page.' })), detail: t.optional(t.string({ description: 'In words for people.' })),
  commit: t.optional(t.string({ description: 'Commit that it runs on.' })), ref: t.optional(t.string({ description: 'Ref that it runs on.' })),
  jobs: t.array(t.object({ id: t.string({ description: 'Id.' }), name: t.string({ description: 'Name.' }), state }), { description: 'Its jobs.' }),
  approvals: t.array(t.object({ id: t.string({ description: 'Name for ci_decide.' }), title: t.string({ description: 'What is asked.' }) }), { description: 'What it waits for somebody to approve.' }),
});
const log = t.object({
  entries: t.array(t.object({ group: t.string({ description: 'Job or step.' }), lines: t.array(t.string(), { description: 'Its lines.' }) }), { description: 'What came since the cursor.' }),
  cursor: t.string({ description: 'Where to go on.' }), more: t.boolean({ description: 'Whether there is more already.' }),
});
const told = t.object({ told: t.boolean({ description: 'Whether the CI took it; false where it had ended before.' }) });

type Started = Infer<typeof started>;
export type Found = Infer<typeof found>;
export type Seen = Infer<typeof seen>;
export type Log = Infer<typeof log>;

interface Token { readonly ref: string; readonly run: string; readonly run_input: string }
interface Which { readonly run: string; readonly attempt?: string | undefined }

export interface CiDriver<T, C> {
  start(asked: Token & { readonly target: T; readonly inputs: Readonly<Record<string, string>> }, ctx: Ctx<C>): Promise<Started>;
  find(asked: Token & { readonly target: T; readonly handle?: string | undefined; readonly since: string }, ctx: ReadCtx<C>): Promise<Found>;
  look(asked: Which & { readonly target: T }, ctx: ReadCtx<C>): Promise<Seen>;
  log(asked: Which & { readonly target: T; readonly cursor?: string | undefined }, ctx: ReadCtx<C>): Promise<Log>;
  /** `level`: how often it was told before. */
  cancel(asked: { readonly target: T; readonly run?: string | undefined; readonly handle?: string | undefined; readonly level: number }, ctx: Ctx<C>): Promise<boolean>;
  decide(asked: { readonly target: T; readonly run: string; readonly approval: string; readonly decision: 'approved' | 'rejected'; readonly comment?: string | undefined }, ctx: Ctx<C>): Promise<boolean>;
}

interface Described<T> { readonly target: Schema<T>; readonly example: T; readonly run: string; readonly approval: string }

export function ciActions<T extends JsonObject, C>({ target, example, run, approval }: Described<T>, { start, cancel, decide }: CiDriver<T, C>) {
  const shown = { target: example };
  return {
    ci_start: action({
      title: 'Start a run', description: 'Starts a run of a pipeline of the hub, and says which one it is, as far as the CI does.', safety: 'moderate',
      input: t.object({ target, ...common, inputs }), output: started, example: { ...shown, ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run', inputs: { environment: 'production' } } as never,
      run: (input, ctx: Ctx<C>) => start(input as never, ctx),
    }),
    ci_cancel: action({
      title: 'Stop a run', description: 'Tells a run, or what waits to become one, to stop: more firmly at a higher level.', safety: 'moderate', idempotent: true,
      input: t.object({ target, run: t.optional(runId), handle, level: t.integer({ minimum: 0, maximum: 100, default: 0, description: 'How often it was told before.' }) }), output: told, example: { ...shown, run, level: 0 } as never,
      run: async (input, ctx: Ctx<C>) => ({ told: await cancel(input as never, ctx) }),
    }),
    ci_decide: action({
      title: 'Answer an approval', description: 'Approves or rejects what a run waits for in the CI.', safety: 'moderate',
      input: t.object({ target, run: runId, approval: t.string({ minLength: 1, maxLength: 500, description: 'Its name, as ci_run says it.' }), decision: t.enum(['approved', 'rejected'], { description: 'What was decided.' }), comment: t.optional(t.string({ maxLength: 1_000, description: 'Why.' })) }),
      output: told, example: { ...shown, run, approval, decision: 'approved', comment: 'Checked' } as never,
      run: async (input, ctx: Ctx<C>) => ({ told: await decide(input as never, ctx) }),
    }),
  };
}

export function ciQueries<T extends JsonObject, C>({ target, example, run }: Described<T>, { find, look, log: read }: CiDriver<T, C>) {
  const which = { target, run: runId, attempt };
  return {
    ci_find: query({
      title: 'Find a run', description: 'Which run carries the hub’s id, where the start did not say.', input: t.object({ target, ...common, handle, since: t.instant({ description: 'It began after this.' }) }), output: found,
      example: { target: example, ref: 'main', run: 'run_01jd8xk3v2q4r6t8w0y2a4c6e8', run_input: 'patchbay_run', since: '2026-11-20T00:00:00Z' } as never, run: (input, ctx: ReadCtx<C>) => find(input as never, ctx),
    }),
    ci_run: query({
      title: 'Look at a run', description: 'Where a run stands, with its jobs and what it waits for.', input: t.object(which), output: seen, example: { target: example, run } as never, run: (input, ctx: ReadCtx<C>) => look(input as never, ctx),
    }),
    ci_log: query({
      title: 'Read the log of a run', description: 'What its jobs wrote since the cursor.', input: t.object({ ...which, cursor: t.optional(t.string({ maxLength: 20_000, description: 'Where to go on; from the beginning, if absent.' })) }), output: log,
      example: { target: example, run } as never, run: (input, ctx: ReadCtx<C>) => read(input as never, ctx),
    }),
  };
}

/** Coordinates and credentials must belong together: what is declared elsewhere is refused here, and not asked for where the credential leads. */
export const sameUrl = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (url: string): string => url.toLowerCase().replace(/\/+$/, '');

/** Without what colours it. */
export const uncoloured = (line: string): string => line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '');

/** Without the instant that some write before each line. */
export const undated = (line: string): string => line.replace(/^\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z ?/, '');

/** A cursor is JSON that only the connector reads. One that it can’t read is the beginning. */
export function cursorOf<T extends object>(cursor: string | undefined, beginning: T): T {
  if (cursor === undefined) return beginning;
  try {
    const read = JSON.parse(cursor) as T;
    return typeof read === 'object' && read !== null ? { ...beginning, ...read } : beginning;
  } catch {
    return beginning;
  }
}
