/** Deliveries of a whole hub, as they came over the wire, judged by the libraries that receivers use. */
import { verify as receive } from '@patchbay/receiver';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import type { Received } from '../../doubles/sink.ts';
import type { Figure } from '../../proof.ts';
import { createTally, type Tally } from '../signatures/tally.ts';
import { openWorld, type World } from './world.ts';

const PAYLOADS = ['{"a":1}', '{"a": 1.0,\r\n"b":[ ]}', '{"n":12345678901234567890,"s":"Straße 🚀"}', JSON.stringify({ long: 'x'.repeat(50_000) })];
const PAIR = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';

type Judge = (secret: string, each: Received) => Promise<void>;

export async function proveDeliveries(store: 'sqlite' | 'postgres'): Promise<Figure[]> {
  const tallies = { svix: createTally(), standardwebhooks: createTally(), receiver: createTally() };
  const world = await openWorld(store, createTally());
  try {
    const judge = judgeBy(tallies);
    await nativeDeliveries(world, judge);
    await facadeDeliveries(world, judge, tallies.receiver);
  } finally {
    await world.stop();
  }
  return [...Object.entries(tallies), ['deliveries', world.tally] as const].flatMap(([name, { held, broken }]) => {
    for (const what of broken.slice(0, 20)) console.log(`${store}: ${what}`);
    return [
      { name: `real deliveries on ${store}: judged right by ${name}`, value: held, goal: name === 'standardwebhooks' ? 20 : 8, better: 'higher' as const },
      { name: `real deliveries on ${store}: judged wrong by ${name}`, value: broken.length, goal: 0, better: 'lower' as const },
    ];
  });
}

const headersOf = ({ headers }: Received, family: string): Record<string, string> => Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(`${family}-`)));

/** As it came, and with one byte changed. */
function judgeBy({ svix, standardwebhooks, receiver }: Readonly<Record<'svix' | 'standardwebhooks' | 'receiver', Tally>>): Judge {
  return async (secret, each) => {
    const body = each.body.toString();
    const changed = `${body.slice(0, -1)} ${body.slice(-1)}`;
    const standard = headersOf(each, 'webhook');
    await standardwebhooks.accepts(() => new StandardWebhook(secret).verify(body, standard), `standardwebhooks, ${body.slice(0, 40)}`);
    await standardwebhooks.refuses(() => new StandardWebhook(secret).verify(changed, standard), 'standardwebhooks, another body');
    for (const family of [standard, headersOf(each, 'svix')].filter((headers) => Object.keys(headers).length > 0)) {
      await svix.accepts(() => new SvixWebhook(secret).verify(body, family), `svix, ${body.slice(0, 40)}`);
      await svix.refuses(() => new SvixWebhook(secret).verify(changed, family), 'svix, another body');
      await receiver.accepts(() => receive({ secret, headers: family, body }), '@patchbay/receiver');
    }
  };
}

/** An endpoint that was declared over REST, in the standard envelope. */
async function nativeDeliveries({ hub, sink, at, eventually, tally }: World, judge: Judge): Promise<void> {
  const call = async (path: string, body: object): Promise<Record<string, string>> => (await (await fetch(`${hub.url}/v1/${path}`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as Record<string, string>;
  const { signing_secret: secret = '' } = await call('endpoints', { name: 'native', url: `${sink.url}/native`, retry: { delays: [0, 0], jitter: 0 } });
  sink.answer({ status: 500 });
  const { id } = await call('tools/event_publish', { type: 'build.finished', subject: 'shop', data: { name: 'Straße 🚀' } });
  const received = await eventually(() => at('/native').filter((each) => each.headers['webhook-id'] === id), (found) => found.length >= 2);
  tally.expect(received.length === 2 && received[0]!.body.equals(received[1]!.body), 'a retry has the same id and the same body');
  for (const each of received) await judge(secret, each);
}

/** An endpoint that the npm client made: raw bodies, both families of headers, keys that rotate. */
async function facadeDeliveries(world: World, judge: Judge, receiver: Tally): Promise<void> {
  const { svix, sink, at, eventually, raw, tally } = world;
  const app = await svix.application.create({ name: 'Deliveries' });
  const { id: endpoint } = await svix.endpoint.create(app.id, { url: `${sink.url}/facade` });
  const keyOf = async (): Promise<string> => (await svix.endpoint.getSecret(app.id, endpoint)).key;
  const send = async (payload: string): Promise<Received> => {
    const { body } = await raw('POST', `/app/${app.id}/msg`, `{"eventType":"x.y","payload":${payload}}`);
    const { id } = body as { id: string };
    const found = await eventually(() => at('/facade').find((each) => each.headers['svix-id'] === id), (each) => each !== undefined);
    if (found === undefined) throw new Error(`${id} did not arrive`);
    tally.expect(found.body.toString() === payload, `byte for byte: ${payload.slice(0, 40)}`);
    return found;
  };
  const first = await keyOf();
  for (const payload of PAYLOADS) await judge(first, await send(payload));

  await svix.endpoint.rotateSecret(app.id, endpoint, {});
  const second = await keyOf();
  const rotated = await send('{"rotated":1}');
  for (const key of [first, second]) await judge(key, rotated);
  const signatures = String(rotated.headers['svix-signature']).split(' ');
  const alone = new SvixWebhook(second);
  tally.expect(signatures.length === 2, 'both keys sign during the grace');
  await receiver.accepts(() => { alone.verify(rotated.body.toString(), { ...headersOf(rotated, 'svix'), 'svix-signature': signatures[0]! }); }, 'the newest key comes first');

  await svix.endpoint.rotateSecret(app.id, endpoint, { key: PAIR });
  const mixed = await send('{"mixed":1}');
  const versions = String(mixed.headers['svix-signature']).split(' ').map((each) => each.slice(0, each.indexOf(',')));
  tally.expect(versions.join() === 'v1a,v1,v1', `shared keys and pairs sign together: ${versions.join()}`);
  for (const key of [first, second]) await judge(key, mixed);
  for (const family of ['webhook', 'svix']) await receiver.accepts(() => receive({ publicKeys: [PUBLIC], headers: headersOf(mixed, family), body: mixed.body.toString() }), '@patchbay/receiver, a key pair');

  await svix.endpoint.rotateSecret(app.id, endpoint, { gracePeriodSeconds: 0 });
  const last = await send('{"last":1}');
  await judge(first, last);
  await receiver.refuses(() => receive({ publicKeys: ['whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='], headers: headersOf(last, 'svix'), body: last.body.toString() }), 'another pair');
  for (const verify of [PUBLIC]) await receiver.refuses(() => receive({ publicKeys: [verify], headers: headersOf(last, 'svix'), body: last.body.toString() }), 'a key that was replaced without grace');
}
