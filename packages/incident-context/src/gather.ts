/** Asks many sources at once, each on its own: what is down or slow costs its own answer and nobody else's. */
import { type ContextErrand, type ContextFinding, type ContextHealth, type ContextKind, type ContextQuestion, type ContextSource, Failure, masked } from '@patchbay/contracts';
import { cleaned, merged } from './findings.ts';

export interface GatherOptions {
  readonly budgetMs: number;
  /** Sources that are asked at the same time. */
  readonly atOnce: number;
}

export interface GatherPorts {
  readonly now: () => number;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface Asked {
  readonly source: string;
  readonly kind: ContextKind;
  readonly state: 'answered' | 'failed' | 'late' | 'skipped';
  readonly reason: string | null;
  readonly health: ContextHealth['state'];
  readonly found: number;
  readonly truncated: boolean;
  readonly milliseconds: number;
}

type Found = ContextFinding & Pick<Asked, 'source' | 'kind'>;

export interface Gathered { readonly sources: Asked[]; readonly findings: Found[]; readonly complete: boolean }

/** `questionFor`: every source gets its own. */
export async function gather(sources: readonly ContextSource[], questionFor: (source: ContextSource) => ContextQuestion, errand: ContextErrand, { now, report }: GatherPorts, { budgetMs, atOnce }: GatherOptions): Promise<Gathered> {
  const budget = AbortSignal.timeout(budgetMs);
  const signal = AbortSignal.any([errand.signal, budget]);
  const outcomes = new Map<string, Outcome>();
  const open = [...sources];
  await Promise.all(Array.from({ length: Math.min(atOnce, sources.length) }, async () => {
    for (let source = open.shift(); source !== undefined; source = open.shift()) outcomes.set(source.id, budget.aborted ? SKIPPED : await ask(source));
  }));
  errand.signal.throwIfAborted();
  return laidOut(sources, outcomes);

  async function ask(source: ContextSource): Promise<Outcome> {
    const began = now();
    const question = questionFor(source);
    try {
      const found = await until(source.find(question, { ...errand, signal }), signal);
      return { state: 'answered', milliseconds: now() - began, ...cleaned(found, question) };
    } catch (error) {
      const milliseconds = now() - began;
      if (budget.aborted) return { ...NOTHING, state: 'late', milliseconds, reason: `it did not answer within ${budgetMs} ms` };
      if (!(error instanceof Failure)) report(error, { context: source.id });
      return { ...NOTHING, state: 'failed', milliseconds, reason: error instanceof Failure ? masked(error.message).slice(0, 500) : 'it failed by a fault of its own' };
    }
  }
}

interface Outcome { readonly state: Asked['state']; readonly milliseconds: number; readonly findings: readonly ContextFinding[]; readonly truncated: boolean; readonly reason: string | null }

const NOTHING = { findings: [], truncated: false } as const;
const SKIPPED: Outcome = { ...NOTHING, state: 'skipped', milliseconds: 0, reason: 'the time was over before it was its turn' };

function laidOut(sources: readonly ContextSource[], outcomes: ReadonlyMap<string, Outcome>): Gathered {
  const { findings, cut } = merged(sources.flatMap(({ id, kind }) => (outcomes.get(id)?.findings ?? []).map((each): Found => ({ source: id, kind, ...each }))));
  const asked = sources.map((source): Asked => {
    const { state, milliseconds, truncated, reason } = outcomes.get(source.id) ?? SKIPPED;
    return { source: source.id, kind: source.kind, state, reason, health: source.health().state, found: findings.filter((each) => each.source === source.id).length, truncated: truncated || cut.has(source.id), milliseconds };
  });
  return { sources: asked, findings: [...findings], complete: asked.every(({ state, truncated, reason }) => state === 'answered' && !truncated && reason === null) };
}

/** Also for who does not look at the signal. */
function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return Promise.race([work, gone]).finally(() => signal.removeEventListener('abort', abort));
}
