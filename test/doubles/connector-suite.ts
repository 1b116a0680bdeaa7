/**
 * What is asked of every connector, in both runtimes: each action accepted, refused by the vendor, limited and repeated after Retry-After,
 * stopped when the vendor is silent, and told apart from a credential that ran out.
 */
import { Failure } from '@patchbay/contracts';
import type { ActionCase, Asked, CaseInput, ConnectorCases, ContextFound, Vendor } from '@patchbay/connectors/testing';
import type { Json, JsonObject, Plugin } from '@patchbay/sdk';
import { receiveAll, type Received } from './connector-inbound.ts';
import { openPlugin, type PluginHost, type PluginRuntime } from './plugin-host.ts';

export const outcomes = ['accepted', 'refused', 'limited', 'expired', 'silent'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Row {
  readonly connector: string;
  readonly action: string;
  readonly runtime: PluginRuntime;
  readonly outcome: Outcome;
  /** Undefined when it went as it should, else what came instead. */
  readonly wrong?: string;
}

export interface Subject { readonly plugin: Plugin; readonly file: string; readonly cases: ConnectorCases }

/** The vendor that says nothing is given up after this. */
const PATIENCE_MS = 1000;

export interface Found {
  readonly rows: readonly Row[];
  /** What its system sends, and what became of it instead where that went wrong. */
  readonly received: readonly Received[];
}

/** `heard`: what the vendor was asked where all went well. */
export async function askAll(subject: Subject, runtime: PluginRuntime, heard: Asked[] = []): Promise<Found> {
  const vendor = await subject.cases.start();
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= vendor.close());
  const said: string[] = [];
  const names = [...Object.keys(subject.plugin.actions ?? {}), ...Object.keys(subject.plugin.queries ?? {})];
  try {
    const found = await inHub({ subject, runtime, vendor, said }, async (world) => {
      const received = await receiveAll(subject.cases.inbound ?? [], world);
      const rows: Row[] = [];
      for (const action of names) rows.push(...(await askOne(subject, action, runtime, world, heard)));
      rows.push(...(await knows(subject, runtime, world)));
      return { received, rows: [...rows, ...(await leaks(subject, runtime, world, said))] };
    });
    const silent = await inHub({ subject, runtime, vendor, said, actionTimeoutMs: PATIENCE_MS }, async (world) => {
      const rows = await silence(subject, names, runtime, world);
      await end(); // cuts off what the hub asks in the background, which may be more patient
      return rows;
    });
    return { received: found.received, rows: [...found.rows, ...silent] };
  } finally {
    await end();
  }
}

interface Place { readonly subject: Subject; readonly runtime: PluginRuntime; readonly vendor: Vendor; readonly said: string[]; readonly actionTimeoutMs?: number }

/** Only where nobody answers is a hub impatient: a busy computer must not look like a silent vendor. */
async function inHub<T>({ subject, runtime, vendor, said, ...limits }: Place, work: (world: World) => Promise<T>): Promise<T> {
  const slept: number[] = [];
  const host = overheard(await openPlugin({ plugin: subject.plugin, file: subject.file, runtime, config: vendor.config, secrets: vendor.secrets, ...limits, sleep: async (ms) => { slept.push(ms); } }), said);
  try {
    return await work({ host, vendor, slept });
  } finally {
    await host.close();
  }
}

async function askOne(subject: Subject, action: string, runtime: PluginRuntime, world: World, heard: Asked[]): Promise<Row[]> {
  const given = subject.cases.actions[action];
  if (given === undefined) return [row(subject, action, runtime, 'accepted', 'it has no case')];
  const rows: Row[] = [];
  for (const outcome of subject.cases.plain === true ? (['accepted', 'refused'] as const) : (['accepted', 'refused', 'limited', 'expired'] as const)) {
    rows.push(row(subject, action, runtime, outcome, await listening(outcome === 'accepted' ? heard : [], world.vendor, () => ask[outcome](action, given, world))));
  }
  return rows;
}

async function listening(heard: Asked[], { asked }: Vendor, work: () => Promise<string | undefined>): Promise<string | undefined> {
  const before = asked.length;
  const wrong = await work();
  heard.push(...asked.slice(before));
  return wrong;
}

/** What it knows about a service, asked the way an incident asks. */
async function knows({ plugin, cases, file }: Subject, runtime: PluginRuntime, { host }: World): Promise<Row[]> {
  const rows: Row[] = [];
  const at = plugin.id.replace(/^patchbay\//, '').replace('/', '.');
  for (const name of Object.keys(plugin.context ?? {})) {
    const given = cases.context?.[name];
    const say = (wrong: string | undefined): Row => row({ plugin, cases, file }, `context ${name}`, runtime, 'accepted', wrong);
    if (given === undefined) { rows.push(say('it has no case')); continue; }
    const { asked: { query, ...asked }, repository, answers } = given;
    if (repository !== undefined) await host.call('project_create', { slug: asked.service, name: asked.service, repository }).catch((error: unknown) => { if (!(error instanceof Failure) || error.code !== 'resource.duplicate') throw error; });
    rows.push(say(await attempt(async () => {
      const answer = (await host.call('incident_context', { ...asked, sources: [`${at}/${name}`], ...(query === undefined ? {} : { queries: { [`${at}/${name}`]: query } }) })) as unknown as { findings: readonly ContextFound[]; sources: readonly { reason: string | null; state: string }[] };
      return answer.sources[0]?.state === 'answered' && answer.sources[0].reason === null && answers(answer.findings) ? undefined : `it found ${JSON.stringify([answer.sources, answer.findings]).slice(0, 600)}`;
    })));
  }
  return rows;
}

/** All that is answered, and all that is refused with. */
function overheard(host: PluginHost, said: string[]): PluginHost {
  const action = async (key: string, input: unknown): Promise<Json> => {
    try {
      const output = await host.action(key, input);
      said.push(JSON.stringify(output));
      return output;
    } catch (error) {
      said.push(error instanceof Failure ? JSON.stringify([error.message, error.details]) : String(error));
      throw error;
    }
  };
  return { ...host, action };
}

/** Too short to be told from other text. */
const SHORT = 8;

/** A secret is in nothing that anybody reads: answers, refusals, the audit trail, events, the log of what the plugin asked for. */
async function leaks(subject: Subject, runtime: PluginRuntime, { host, vendor }: World, said: readonly string[]): Promise<Row[]> {
  const lists = await Promise.all(['audit_entry_list', 'plugin_access_list', 'event_list', 'installation_list'].map(async (list) => JSON.stringify(await host.call(list, { limit: 500 }))));
  const texts = [...said, ...lists];
  const found = Object.entries(vendor.secrets).filter(([, value]) => value.length >= SHORT && texts.some((text) => text.includes(value))).map(([name]) => name);
  return found.map((name) => row(subject, name, runtime, 'accepted', `the secret ${name} can be read`));
}

interface World { readonly host: PluginHost; readonly vendor: Vendor; readonly slept: number[] }
type Ask = (action: string, given: ActionCase, world: World) => Promise<string | undefined>;

const inputOf = async (input: CaseInput, { vendor, host }: World): Promise<JsonObject> => (typeof input === 'function' ? input(vendor, host.action) : input);

async function accepted(action: string, given: ActionCase, world: World): Promise<string | undefined> {
  const { host, vendor } = world;
  return attempt(async () => {
    const output = await host.action(action, await inputOf(given.input, world));
    return given.answers(output, vendor) ? undefined : `it answered ${JSON.stringify(output).slice(0, 300)}`;
  });
}

const ask: Readonly<Record<Exclude<Outcome, 'silent'>, Ask>> = {
  accepted,
  refused: (action, { refused: { input, code } }, world) => fails(async () => world.host.action(action, await inputOf(input, world)), [code]),
  async limited(action, given, world) {
    const input = await inputOf(given.input, world);
    world.slept.length = 0;
    world.vendor.next('limited');
    const wrong = await attempt(async () => { const output = await world.host.action(action, input); return given.answers(output, world.vendor) ? undefined : `it answered ${JSON.stringify(output).slice(0, 300)}`; });
    world.vendor.next(undefined);
    if (wrong !== undefined) return wrong;
    return world.slept.some((ms) => ms >= 900) ? undefined : `it waited ${JSON.stringify(world.slept)} ms and not as long as Retry-After`;
  },
  async expired(action, given, world) {
    const input = await inputOf(given.input, world);
    world.vendor.next('expired');
    const wrong = given.renews === true ? await attempt(async () => { await world.host.action(action, input); return undefined; }) : await fails(() => world.host.action(action, input), ['upstream.unauthorized']);
    world.vendor.next(undefined);
    return wrong;
  },
};

/** All at once: each of them waits for as long as it may. */
async function silence(subject: Subject, names: readonly string[], runtime: PluginRuntime, world: World): Promise<Row[]> {
  const known = names.filter((name) => subject.cases.actions[name] !== undefined);
  const inputs = new Map<string, JsonObject>();
  for (const name of known) inputs.set(name, await inputOf(subject.cases.actions[name]!.input, world).catch(() => inputOf(subject.cases.actions[name]!.input, world)));
  world.vendor.next('silent');
  return Promise.all(known.map(async (name) => row(subject, name, runtime, 'silent', await fails(() => world.host.action(name, inputs.get(name)!), ['action.timeout', 'upstream.unavailable', 'plugin.stopped']))));
}

const row = ({ plugin }: Subject, action: string, runtime: PluginRuntime, outcome: Outcome, wrong: string | undefined): Row => ({ connector: plugin.id, action, runtime, outcome, ...(wrong === undefined ? {} : { wrong }) });

async function attempt(work: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    return told(error);
  }
}

async function fails(work: () => Promise<Json>, codes: readonly string[]): Promise<string | undefined> {
  try {
    return `it answered ${JSON.stringify(await work()).slice(0, 300)} and not ${codes.join(' or ')}`;
  } catch (error) {
    return error instanceof Failure && codes.includes(error.code) ? undefined : told(error);
  }
}

const told = (error: unknown): string => (error instanceof Failure ? `${error.code}: ${error.message}` : error instanceof Error ? `${error.name}: ${error.message}` : String(error));
