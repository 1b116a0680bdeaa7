/**
 * What is asked of every connector, in both runtimes: each action accepted, refused by the vendor, limited and repeated after Retry-After,
 * stopped when the vendor is silent, and told apart from a credential that ran out.
 */
import { Failure } from '@patchbay/contracts';
import type { ActionCase, Asked, ConnectorCases, Vendor } from '@patchbay/connectors/testing';
import type { Json, JsonObject, Plugin } from '@patchbay/sdk';
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
const PATIENCE_MS = 700;

/** `heard`: what the vendor was asked where all went well. */
export async function askAll(subject: Subject, runtime: PluginRuntime, heard: Asked[] = []): Promise<Row[]> {
  const vendor = await subject.cases.start();
  const slept: number[] = [];
  const said: string[] = [];
  const host = overheard(await openPlugin({
    plugin: subject.plugin, file: subject.file, runtime, config: vendor.config, secrets: vendor.secrets, actionTimeoutMs: PATIENCE_MS,
    sleep: async (ms) => { slept.push(ms); },
  }), said);
  try {
    const names = [...Object.keys(subject.plugin.actions ?? {}), ...Object.keys(subject.plugin.queries ?? {})];
    const rows: Row[] = [];
    for (const action of names) rows.push(...(await askOne(subject, action, runtime, { host, vendor, slept }, heard)));
    rows.push(...(await silence(subject, names, runtime, { host, vendor, slept })));
    return [...rows, ...(await leaks(subject, runtime, { host, vendor, slept }, said))];
  } finally {
    await host.close();
    await vendor.close();
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

const inputOf = async ({ input }: ActionCase, vendor: Vendor): Promise<JsonObject> => (typeof input === 'function' ? input(vendor) : input);

async function accepted(action: string, given: ActionCase, { host, vendor }: World): Promise<string | undefined> {
  return attempt(async () => {
    const output = await host.action(action, await inputOf(given, vendor));
    return given.answers(output, vendor) ? undefined : `it answered ${JSON.stringify(output).slice(0, 300)}`;
  });
}

const ask: Readonly<Record<Exclude<Outcome, 'silent'>, Ask>> = {
  accepted,
  refused: (action, { refused: { input, code } }, { host }) => fails(() => host.action(action, input), [code]),
  async limited(action, given, world) {
    const input = await inputOf(given, world.vendor);
    world.slept.length = 0;
    world.vendor.next('limited');
    const wrong = await attempt(async () => { const output = await world.host.action(action, input); return given.answers(output, world.vendor) ? undefined : `it answered ${JSON.stringify(output).slice(0, 300)}`; });
    world.vendor.next(undefined);
    if (wrong !== undefined) return wrong;
    return world.slept.some((ms) => ms >= 900) ? undefined : `it waited ${JSON.stringify(world.slept)} ms and not as long as Retry-After`;
  },
  async expired(action, given, world) {
    const input = await inputOf(given, world.vendor);
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
  for (const name of known) inputs.set(name, await inputOf(subject.cases.actions[name]!, world.vendor).catch(() => ({})));
  world.vendor.next('silent');
  const rows = await Promise.all(known.map(async (name) => row(subject, name, runtime, 'silent', await fails(() => world.host.action(name, inputs.get(name)!), ['action.timeout', 'upstream.unavailable', 'plugin.stopped']))));
  world.vendor.next(undefined);
  return rows;
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

/** The senders of a connector: what they send becomes what it should, and nothing when a byte is changed. */
export async function receiveAll(subject: Subject, runtime: PluginRuntime): Promise<readonly { readonly title: string; readonly wrong?: string }[]> {
  const inbound = subject.cases.inbound ?? [];
  if (inbound.length === 0) return [];
  const vendor = await subject.cases.start();
  const host = await openPlugin({ plugin: subject.plugin, file: subject.file, runtime, config: vendor.config, secrets: vendor.secrets });
  const results: { readonly title: string; readonly wrong?: string }[] = [];
  try {
    for (const { title, request, becomes, answers, signs } of inbound) {
      const before = await lastSeq(host);
      const sent = request(vendor.secrets, Math.floor(Date.now() / 1000), host.webhookUrl);
      const post = (body: string, headers = sent.headers) => fetch(host.webhookUrl, { method: 'POST', headers, body });
      const foreign = request(Object.fromEntries(Object.entries(vendor.secrets).map(([name, secret]) => [name, `${secret.slice(0, -1)}!`])), Math.floor(Date.now() / 1000), host.webhookUrl);
      const changed = signs === false ? await post(foreign.body, foreign.headers) : await post(`${sent.body} `);
      if (changed.status !== 401 && changed.status !== 403) { results.push({ title, wrong: `${signs === false ? 'another secret' : 'a changed body'} was answered with ${changed.status}` }); continue; }
      const reply = await post(sent.body);
      const text = await reply.text();
      const events = await since(host, before);
      const fits = reply.status < 300 && events.length === becomes.length && becomes.every(({ type, subject: about }, at) => events[at]!.type === type && (about === undefined || events[at]!.subject === about));
      const right = fits && (answers === undefined || answers(text, reply.status));
      results.push(right ? { title } : { title, wrong: `${reply.status} ${text.slice(0, 200)} and the events ${JSON.stringify(events.map(({ type, subject: about }) => [type, about]))}` });
    }
    return results;
  } finally {
    await host.close();
    await vendor.close();
  }
}

type Told = { readonly type: string; readonly subject: string; readonly seq: number };
const OURS = /^(plugin|installation|api_key|approval|endpoint|job)\./;

async function events(host: PluginHost): Promise<readonly Told[]> {
  return ((await host.call('event_list', { limit: 100, sort: '-id' })) as unknown as { items: readonly Told[] }).items.filter(({ type }) => !OURS.test(type)).toReversed();
}

const lastSeq = async (host: PluginHost): Promise<number> => (await events(host)).at(-1)?.seq ?? 0;
const since = async (host: PluginHost, seq: number): Promise<readonly Told[]> => (await events(host)).filter((event) => event.seq > seq);
