/** The senders of a connector: what they send becomes what it should, and nothing when a byte is changed. */
import type { InboundCase, Vendor } from '@patchbay/connectors/testing';
import type { PluginHost } from './plugin-host.ts';

export interface Received {
  readonly title: string;
  /** Undefined when it went as it should, else what came of it. */
  readonly wrong?: string;
}

interface World { readonly host: PluginHost; readonly vendor: Vendor }

export async function receiveAll(inbound: readonly InboundCase[], world: World): Promise<Received[]> {
  const received: Received[] = [];
  for (const given of inbound) {
    const wrong = (await refuses(given, world)) ?? (await becomes(given, world));
    received.push({ title: given.title, ...(wrong === undefined ? {} : { wrong }) });
  }
  return received;
}

/** A changed body; from who signs nothing, another secret. An echo that anybody may ask for proves nothing. */
async function refuses({ request, signs }: InboundCase, { host, vendor }: World): Promise<string | undefined> {
  if (signs === 'nothing') return undefined;
  const secrets = signs === false ? Object.fromEntries(Object.entries(vendor.secrets).map(([name, secret]) => [name, `${secret.slice(0, -1)}!`])) : vendor.secrets;
  const sent = request(secrets, nowSeconds(), host.webhookUrl);
  const { status } = await post(host, signs === false ? sent : { ...sent, body: `${sent.body} ` });
  return status === 401 || status === 403 ? undefined : `${signs === false ? 'another secret' : 'a changed body'} was answered with ${status}`;
}

async function becomes({ request, becomes: expected, answers }: InboundCase, { host, vendor }: World): Promise<string | undefined> {
  const before = (await events(host)).at(-1)?.seq ?? 0;
  const reply = await post(host, request(vendor.secrets, nowSeconds(), host.webhookUrl));
  const text = await reply.text();
  const told = (await events(host)).filter(({ seq }) => seq > before);
  const fits = reply.status < 300 && told.length === expected.length && expected.every(({ type, subject }, at) => told[at]!.type === type && (subject === undefined || told[at]!.subject === subject));
  return fits && (answers === undefined || answers(text, reply.status)) ? undefined : `${reply.status} ${text.slice(0, 200)} and the events ${JSON.stringify(told.map(({ type, subject }) => [type, subject]))}`;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const post = ({ webhookUrl }: PluginHost, { query = '', headers, body }: ReturnType<InboundCase['request']>): Promise<Response> => fetch(`${webhookUrl}${query}`, { method: 'POST', headers, body });

type Told = { readonly type: string; readonly subject: string; readonly seq: number };
const OURS = /^(plugin|installation|api_key|approval|endpoint|job)\./;

async function events(host: PluginHost): Promise<readonly Told[]> {
  return ((await host.call('event_list', { limit: 100, sort: '-id' })) as unknown as { items: readonly Told[] }).items.filter(({ type }) => !OURS.test(type)).toReversed();
}
