/**
 * Connectors against real servers of the systems that they are for, in both runtimes: each action accepted and refused, and what the servers
 * tell by themselves. What a real server refuses, our double must refuse, too: both are asked oddly, and must answer alike.
 */
import { connectors } from '@patchbay/connectors';
import { type AskFirst, fileOf } from '@patchbay/connectors/testing';
import { Failure } from '@patchbay/contracts';
import type { Json, JsonObject } from '@patchbay/sdk';
import { openPlugin, type PluginHost, type PluginRuntime } from '../../doubles/plugin-host.ts';
import { freePort } from '../../doubles/program.ts';
import type { Odd } from './tls-client.ts';

export interface RealCase {
  readonly input: JsonObject | ((ask: AskFirst) => Promise<JsonObject>);
  readonly answers: (output: Json) => boolean;
  /** Absent, where a server refuses nothing that the schema lets through. */
  readonly refused?: { readonly input: JsonObject; readonly code: `upstream.${string}` };
}

interface Told { readonly type: string; readonly subject: string }

export interface RealPlace {
  /** Every action and query of the connector. */
  readonly actions: Readonly<Record<string, RealCase>>;
  /** What happens there, and the events that the hub then has. */
  readonly tells?: readonly { readonly title: string; readonly happens: (ask: AskFirst) => Promise<unknown>; readonly becomes: readonly Told[] }[];
  /** The status that it answers with. */
  send(odd: Odd): Promise<number>;
  close(): Promise<void>;
}

export interface RealSystem {
  readonly connector: string;
  readonly name: string;
  readonly tool: string;
  /** What the connector is configured with, of a server that will listen on this port. */
  readonly installed: (port: number) => { readonly config: JsonObject; readonly secrets: Readonly<Record<string, string>> };
  readonly start: (port: number, webhookUrl: string) => Promise<RealPlace>;
  /** Our double of it. */
  readonly double: () => Promise<Pick<RealPlace, 'send' | 'close'>>;
  readonly odd: readonly Odd[];
}

export interface RealRow { readonly system: string; readonly what: string; readonly runtime: PluginRuntime; readonly outcome: (typeof realOutcomes)[number]; readonly wrong?: string }
export const realOutcomes = ['accepted', 'refused', 'told', 'alike'] as const;

export async function askReal(system: RealSystem, runtime: PluginRuntime): Promise<RealRow[]> {
  const rows: RealRow[] = [];
  const note = (what: string, outcome: RealRow['outcome'], wrong: string | undefined): void => void rows.push({ system: system.name, what, runtime, outcome, ...(wrong === undefined ? {} : { wrong }) });
  const plugin = connectors.find(({ id }) => id === `patchbay/${system.connector}`)!;
  try {
    const port = await freePort();
    await using host = closing(await openPlugin({ plugin, file: fileOf(system.connector, 'plugin.ts'), runtime, ...system.installed(port) }));
    await using place = closing(await system.start(port, host.webhookUrl));
    for (const action of [...Object.keys(plugin.actions ?? {}), ...Object.keys(plugin.queries ?? {})]) {
      const given = place.actions[action];
      note(action, 'accepted', given === undefined ? 'it has no case' : await accepted(action, given, host));
      if (given?.refused !== undefined) note(action, 'refused', await refused(action, given.refused, host));
    }
    for (const { title, happens, becomes } of place.tells ?? []) note(title, 'told', await told(happens, becomes, host));
    if (runtime === 'trusted') for (const { what, wrong } of await unlike(system, place)) note(what, 'alike', wrong);
  } catch (error) {
    note('anything', 'accepted', said(error));
  }
  return rows;
}

const closing = <T extends { close(): Promise<void> }>(of: T): T & AsyncDisposable => ({ ...of, [Symbol.asyncDispose]: () => of.close() });

/** The double beside the server, asked the same. */
async function unlike({ double, odd }: RealSystem, real: RealPlace): Promise<{ readonly what: string; readonly wrong: string | undefined }[]> {
  await using ours = closing(await double());
  const rows: { what: string; wrong: string | undefined }[] = [];
  for (const each of odd) {
    const [own, its] = [await ours.send(each), await real.send(each)];
    rows.push({ what: `${each.method} ${each.path}${each.body === undefined ? '' : ` ${each.body.slice(0, 160)}`}`, wrong: own === its ? undefined : `the double says ${own}, and it ${its}` });
  }
  return rows;
}

/** What a server does with it may be there a moment later. */
const SOON_MS = 10_000;

async function accepted(action: string, { input, answers }: RealCase, { action: ask }: PluginHost): Promise<string | undefined> {
  return eventually(async () => {
    const output = await ask(action, typeof input === 'function' ? await input(ask) : input);
    return answers(output) ? undefined : `it answered ${JSON.stringify(output).slice(0, 300)}`;
  });
}

async function refused(action: string, { input, code }: NonNullable<RealCase['refused']>, { action: ask }: PluginHost): Promise<string | undefined> {
  try {
    return `it answered ${JSON.stringify(await ask(action, input)).slice(0, 300)} and not ${code}`;
  } catch (error) {
    return error instanceof Failure && error.code === code ? undefined : said(error);
  }
}

async function told(happens: (ask: AskFirst) => Promise<unknown>, becomes: readonly Told[], { action, call }: PluginHost): Promise<string | undefined> {
  try {
    await happens(action);
  } catch (error) {
    return said(error);
  }
  return eventually(async () => {
    const { items } = (await call('event_list', { limit: 200 })) as unknown as { readonly items: readonly Told[] };
    const missing = becomes.filter(({ type, subject }) => items.filter((each) => each.type === type && each.subject === subject).length !== 1);
    return missing.length === 0 ? undefined : `not once, or not at all: ${JSON.stringify(missing)}`;
  });
}

async function eventually(look: () => Promise<string | undefined>): Promise<string | undefined> {
  for (const until = Date.now() + SOON_MS; ;) {
    const wrong = await look().catch(said);
    if (wrong === undefined || Date.now() > until) return wrong;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

const said = (error: unknown): string => (error instanceof Failure ? `${error.code}: ${error.message}` : String(error));
