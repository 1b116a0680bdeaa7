/** What an endpoint makes of an event before it is sent: a function of the tenant's, run where it can harm nobody. */
import { Failure } from '@patchbay/contracts';
import type { LoadOutcome, LogLine, Outcome, Program, Refused, Sandbox } from '@patchbay/sandbox';
import type { EventFacts } from '../match/event-facts.ts';
import type { Receiver } from '../match/receiver.ts';

/** The same object for the same code. */
type Transforming = Pick<Receiver, 'tenant' | 'transform'>;

export type Transform = (event: EventFacts, receiver: Transforming, signal: AbortSignal) => Promise<Transformed>;

interface Ran {
  readonly logs: readonly LogLine[];
  readonly cpuMs: number;
}

export type Transformed = Ran & (
  | { readonly kind: 'sends'; readonly body: string }
  | { readonly kind: 'skips' }
  /** `failure`: what kind, or which limit. Where: of code that does not parse. */
  | { readonly kind: 'fails'; readonly failure: string; readonly detail: string; readonly line?: number | null; readonly column?: number | null }
);

export interface Transforms {
  readonly run: Transform;
  /** The same for code that no endpoint has yet. */
  runSource(source: string, tenant: string, event: EventFacts, signal: AbortSignal): Promise<Transformed>;
  /** Throws `input.invalid` for what is no transformation. */
  check(source: string, tenant: string): Promise<void>;
}

const NOTHING: Ran = { logs: [], cpuMs: 0 };
const MOST_DETAIL = 2_000;

export function createTransforms({ sandbox }: { readonly sandbox: Pick<Sandbox, 'load' | 'run'> | undefined }): Transforms {
  /** A receiver is made anew with each version of its endpoint, so its program is that version's. */
  const programs = new WeakMap<Transforming, Program>();

  async function load(source: string, tenant: string): Promise<LoadOutcome<Program>> {
    if (sandbox === undefined) throw new Failure('action.planned', 'This hub runs no transformations');
    const loaded = await sandbox.load(source, tenant);
    return loaded.kind === 'loaded' && !loaded.program.functions.includes('default') ? { kind: 'refused', why: 'no_function', name: 'TypeError', message: NO_FUNCTION, stack: '', line: null, column: null, limit: null } : loaded;
  }

  async function run(event: EventFacts, receiver: Transforming, signal: AbortSignal): Promise<Transformed> {
    const known = programs.get(receiver);
    if (known !== undefined) return call(known, event, signal);
    const loaded = await load(receiver.transform ?? '', receiver.tenant);
    if (loaded.kind === 'refused') return refused(loaded);
    programs.set(receiver, loaded.program);
    return call(loaded.program, event, signal);
  }

  /** Its clock stands at the event's own time: a retry makes the same of it. */
  async function call(program: Program, event: EventFacts, signal: AbortSignal): Promise<Transformed> {
    return outcomeOf(await sandbox!.run(program, { input: inputOf(event), idempotent: true, now: event.at, seed: 0 }, signal)); // a program comes from a sandbox
  }

  return {
    run,
    async runSource(source, tenant, event, signal) {
      const loaded = await load(source, tenant);
      return loaded.kind === 'refused' ? refused(loaded) : call(loaded.program, event, signal);
    },
    async check(source, tenant) {
      const loaded = await load(source, tenant);
      if (loaded.kind === 'loaded') return;
      if (loaded.limit === 'queue' || loaded.limit === 'crashed') throw new Failure('hub.overloaded', 'The hub has no time to look at the transformation now');
      throw new Failure('input.invalid', `The transformation can’t be used: ${complaint(loaded)}`, { issues: [{ path: 'transform', message: complaint(loaded) }] });
    },
  };
}

const NO_FUNCTION = 'The module has no default export that is a function; expected something like `export default (event) => event`';

const refused = (why: Refused): Transformed => ({ ...NOTHING, kind: 'fails', failure: why.limit === null ? 'transform.refused' : `transform.${why.limit}`, detail: complaint(why), line: why.line, column: why.column });

function complaint({ name, message, line, column }: Refused): string {
  const where = line === null ? '' : ` at line ${line}${column === null ? '' : `, column ${column}`}`;
  return `${name}: ${message}${where}`.slice(0, MOST_DETAIL);
}

function outcomeOf(outcome: Outcome): Transformed {
  const { logs, cpuMs } = outcome;
  switch (outcome.kind) {
    case 'done':
      if (outcome.output === null) return { logs, cpuMs, kind: 'fails', failure: 'transform.no_answer', detail: 'It answered nothing that JSON can hold; expected what to send, or null to send nothing' };
      return outcome.output === 'null' ? { logs, cpuMs, kind: 'skips' } : { logs, cpuMs, kind: 'sends', body: outcome.output };
    case 'threw': return { logs, cpuMs, kind: 'fails', failure: 'transform.threw', detail: `${outcome.name}: ${outcome.message}${outcome.stack === '' ? '' : `\n${outcome.stack}`}`.slice(0, MOST_DETAIL) };
    case 'stopped': return { logs, cpuMs, kind: 'fails', failure: `transform.${outcome.limit}`, detail: limitOf(outcome.limit, outcome.allowed, outcome.used) };
    default: throw new TypeError(`no outcome is like ${JSON.stringify(outcome satisfies never)}`);
  }
}

function limitOf(limit: string, allowed: number, used: number): string {
  return allowed === 0 ? `It was stopped (${limit})` : `It met its limit of ${limit}: at least ${Math.round(used)} used, ${allowed} allowed`;
}

/** As events are shown everywhere. */
function inputOf({ id, type, at, subject, channels, data, dataText }: EventFacts): string {
  return `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},"time":"${new Date(at).toISOString()}","subject":${JSON.stringify(subject)},"channels":${JSON.stringify(channels)},"data":${dataText ?? JSON.stringify(data)}}`;
}
