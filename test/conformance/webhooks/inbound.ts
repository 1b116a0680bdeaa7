/** Every sender against a whole hub: what it signed is one event, however often it comes; what was changed or is too old is none. */
import { sourceResource } from '@patchbay/contracts';
import { startTestHub, type TestHub } from '../../doubles/hub.ts';
import type { Figure } from '../../proof.ts';
import { prepare, type Prepared, type Sender, senders } from '../signatures/senders.ts';
import { createTally, type Tally } from '../signatures/tally.ts';

/** A request that was accepted, and the source that took it. */
interface Taken { readonly sender: Sender; readonly source: string; readonly url: string; readonly type: string; readonly request: Prepared }

const DAY = 86_400;
const now = (): number => Math.floor(Date.now() / 1000);

/** Those that give a delivery a name or a time: of others nobody can tell a repetition from the same thing that happens again. */
const named = senders.filter(({ nameless }) => nameless !== true);
const vendors = sourceResource.fields.scheme.options.filter((scheme) => scheme !== 'custom');

export async function proveInbound(store: 'sqlite' | 'postgres'): Promise<Figure[]> {
  const [judged, replays] = [createTally(), createTally()];
  let ahead = 0;
  const hub = await startTestHub({ store, ports: { now: () => Date.now() + ahead }, config: { limits: { principalPerMinute: 1_000_000, tenantPerMinute: 1_000_000 } } });
  try {
    const taken: Taken[] = [];
    for (const [at, sender] of named.entries()) taken.push(await judge(hub, sender, `s${at}`, judged));
    for (const each of taken) await sendAgain(hub, each, replays);
    ahead = DAY * 1000;
    for (const each of taken) await sendADayLater(hub, each, replays);
  } finally {
    await hub.stop();
  }
  for (const what of [...judged.broken, ...replays.broken].slice(0, 20)) console.log(`${store}: ${what}`);
  return [
    { name: `inbound on ${store}: vendors with a sender`, value: vendors.filter((vendor) => named.some(({ source }) => source.scheme === vendor)).length, goal: vendors.length, better: 'higher' },
    { name: `inbound on ${store}: accepted as signed, refused when changed, stale or of tomorrow`, value: judged.held, goal: 3 * named.length, better: 'higher' },
    { name: `inbound on ${store}: replays that were one event, or refused`, value: replays.held, goal: 4 * named.length, better: 'higher' },
    { name: `inbound on ${store}: not so`, value: judged.broken.length + replays.broken.length, goal: 0, better: 'lower' },
  ];
}

async function judge(hub: TestHub, sender: Sender, slug: string, tally: Tally): Promise<Taken> {
  const { id, url } = await call<{ id: string; url: string }>(hub, 'POST', 'sources', { slug, name: slug, ...sender.source, secret: sender.entered?.[0] ?? sender.secrets[0] });
  const request = await prepare(sender, url);
  const says = async (what: string, sent: Prepared, ...expected: number[]): Promise<void> => {
    const status = await post(sent);
    tally.expect(expected.includes(status), `${sender.name}: ${what}: ${status}`);
  };
  if (sender.covers) await says('one byte of the body changed', { ...request, body: changed(request.body) }, 401);
  else await says('one byte of the secret changed', await prepare(sender, url, { secret: changed(Buffer.from(sender.secrets[0])).toString() }), 401);
  if (sender.dated) await says('of yesterday', await prepare(sender, url, { at: now() - DAY }), 401);
  if (sender.dated) await says('of tomorrow', await prepare(sender, url, { at: now() + DAY }), 401);
  await Promise.all([says('as signed', request, 200, 202), says('as signed, at the same time', request, 200, 202)]);
  return { sender, source: id, url, type: sender.type.replace(/^src/, slug), request };
}

/** The very same request, and what a sender does that got no answer: the same id, signed anew. */
async function sendAgain(hub: TestHub, taken: Taken, tally: Tally): Promise<void> {
  const { sender, url, request } = taken;
  tally.expect((await post(request)) === 200, `${sender.name}: sent once more`);
  if (sender.source.scheme !== 'custom') tally.expect((await post(await prepare(sender, url, { at: now() - 20 }))) === 200, `${sender.name}: tried again by its sender`);
  await expectOne(hub, taken, tally);
}

/** Who signs a time is refused by then; of others the id is still known. */
async function sendADayLater(hub: TestHub, taken: Taken, tally: Tally): Promise<void> {
  const { sender, request } = taken;
  const status = await post(request);
  tally.expect(status === (sender.dated ? 401 : 200), `${sender.name}: sent once more after a day: ${status}`);
  await expectOne(hub, taken, tally);
}

async function expectOne(hub: TestHub, { sender, source, type }: Taken, tally: Tally): Promise<void> {
  const { items } = await call<{ items: readonly { source?: string }[] }>(hub, 'GET', `events?type=${type}`);
  tally.expect(items.filter((event) => event.source === source).length === 1, `${sender.name}: ${items.length} events`);
}

async function call<T>(hub: TestHub, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function post({ url, headers, body }: Prepared): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  await answer.arrayBuffer();
  return answer.status;
}

/** The last byte but one with another bit. */
function changed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 2]! ^= 1;
  return copy;
}
