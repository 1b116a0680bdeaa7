// `patchbay listen` beside a real endpoint: what a developer gets on his own computer is what an endpoint will get.
import { type Io, main } from '@patchbay/cli';
import { verify } from '@patchbay/receiver';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import type { Received } from '../doubles/sink.ts';
import { type EventHub, openEventHub } from './event-hub.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const FORMATS = ['standard', 'cloudevents', 'cloudevents_binary', 'raw'] as const;
/** Of one moment. */
const PASSING = new Set(['webhook-timestamp', 'webhook-signature']);

let house: EventHub | undefined;

afterEach(async () => {
  await house?.stop();
  house = undefined;
});

/** Ends by itself, with --count. */
async function listen({ hub }: EventHub, argv: readonly string[], key = hub.key): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const io: Io = {
    env: { PATCHBAY_URL: hub.url, PATCHBAY_KEY: key, PATCHBAY_WEBHOOK_SECRET: SECRET }, home: hub.dataDir, signal: new AbortController().signal, now: Date.now,
    outIsTerminal: false, errIsTerminal: false, inIsTerminal: false,
    out: (text) => { said.out += text; }, err: (text) => { said.err += text; }, unheard: () => undefined, taken: () => Promise.resolve(),
    readStdin: () => Promise.resolve(''), lines: async function* () { /* nobody types */ }, ask: () => Promise.resolve(''),
  };
  return { code: await main(['listen', ...argv], io), ...said };
}

const lasting = ({ headers, body }: Received): object => ({ headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.has(name))), body: body.toString() });

test.each(FORMATS)('what it sends as %s is what an endpoint gets, to the byte, and two libraries accept the signature', async (format) => {
  house = await openEventHub();
  const { sink } = house;
  await house.declare({ payload_format: format, signing_secret: SECRET, event_types: ['build.*'] });
  await house.publish({ subject: 'Käse "1"', data: { text: 'é\u2028', number: 7, none: null, deep: [{ b: 1, a: 2 }] }, channels: ['eu'] });
  await house.publish({ body: '{"number": 7.0}' });
  await sink.until(2);
  const { code, out } = await listen(house, [`${sink.url}/hooks`, '--type', 'build.*', '--after', '0', '--count', '2', '--format', format]);
  expect([code, out.trim().split('\n').length]).toEqual([0, 2]);
  const [first, second, ...own] = sink.received;
  const delivered = [first!, second!].sort((a, b) => (a.headers['webhook-id']! < b.headers['webhook-id']! ? -1 : 1)); // an endpoint without an ordering key has no order
  expect(own.map(lasting)).toEqual(delivered.map(lasting));
  expect(own.map(({ rawHeaders }) => rawHeaders.filter((_, at) => at % 2 === 0))).toEqual(delivered.map(({ rawHeaders }) => rawHeaders.filter((_, at) => at % 2 === 0)));
  for (const { headers, body } of own) {
    expect((await verify({ secret: SECRET, headers, body })).id).toBe(headers['webhook-id']);
    expect(() => new Webhook(SECRET).verify(body, { ...headers })).not.toThrow();
    expect(() => new Webhook(SECRET).verify(`${body.toString()} `, { ...headers })).toThrow();
  }
});

test('a key that may read events is enough, and one that may not is told so', async () => {
  house = await openEventHub();
  await house.publish();
  const keyFor = async (scope: string): Promise<string> => (await house!.call<{ key: string }>('POST', 'api_keys', { name: scope.replace(':', '-'), scopes: [scope] })).key;
  const argv = [`${house.sink.url}/hooks`, '--type', 'build.*', '--after', '0', '--count', '1'];
  expect(await listen(house, argv, await keyFor('event:read'))).toMatchObject({ code: 0 });
  const refused = await listen(house, argv, await keyFor('project:read'));
  expect(refused.code).toBe(4);
  expect(refused.err).toMatch(/error caller\.forbidden: /);
  expect(house.sink.received).toHaveLength(1);
});
