// Proofs that are not as they should be, over HTTP, and what the operator sees of what was refused.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { administrator, github, hmac, next, raw, SECRET, send, type Source } from './inbound.ts';

let hub: TestHub;
const { declare, refusedBy } = administrator(() => hub);

beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); }, 60_000);
afterAll(() => hub.stop());

describe('proofs that are not as they should be', () => {
  const stripe = (body: string | Buffer, t: string | number = Math.floor(Date.now() / 1000), secret = SECRET): string => createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
  const now = (): number => Math.floor(Date.now() / 1000);
  const BODY = '{"id":"evt_1","type":"charge.failed"}';
  let source: Source;
  beforeAll(async () => { source = await declare({ scheme: 'stripe' }); });
  const status = (header: string, body: string | Buffer = `{"id":"evt_${next()}","type":"charge.failed"}`): Promise<number> => raw(source.url, [`Stripe-Signature: ${header}`], body);

  test('pairs in any order, with names that nobody knows, are read all the same', async () => {
    const [body, t] = [`{"id":"evt_${next()}"}`, now()];
    expect(await status(`v1=${stripe(body, t)},t=${t}`, body)).toBe(202);
    const other = `{"id":"evt_${next()}"}`;
    expect(await status(`x=y, v0=${'0'.repeat(64)}, t=${t}, v2=zzz, v1=${'0'.repeat(64)}, v1=${stripe(other, t)}`, other)).toBe(202);
  });

  test.each(['Infinity', '-1', '1.5', '9'.repeat(20), '', 'NaN', '1e9', '0x10', ' '])('a time of %j is refused even if it is signed', async (t) => {
    expect(await status(`t=${t},v1=${stripe(BODY, t)}`, BODY)).toBe(401);
  });

  test('without a time, with two of them, with a number where the signature should be, they are refused', async () => {
    const t = now();
    expect(await status(`v1=${stripe(BODY, t)}`, BODY)).toBe(401);
    expect(await status(`t=${t},t=${t - 1},v1=${stripe(BODY, t)}`, BODY)).toBe(401);
    expect(await status(`v1=${t}`, BODY)).toBe(401);
    expect(await status(`t=${t},v1=${t}`, BODY)).toBe(401);
  });

  test('none right of several, a weaker one that is right, another length, another alphabet, are refused', async () => {
    const t = now();
    const right = stripe(BODY, t);
    for (const wrong of [`v1=${'0'.repeat(64)},v1=${'1'.repeat(64)}`, `v0=${right}`, `v1=${right.slice(2)}`, `v1=${right}00`, `v1=${'g'.repeat(64)}`, `v1=${Buffer.from(right, 'hex').toString('base64url')}`, `v1=${Buffer.from(right, 'hex').toString('base64')}`, 'v1=', '']) {
      expect([wrong, await status(`t=${t},${wrong}`, BODY)]).toEqual([wrong, 401]);
    }
  });

  test('a time on the edge of the window counts, one behind it does not, to both sides', async () => {
    for (const [off, expected] of [[-298, 202], [298, 202], [-303, 401], [303, 401]] as const) {
      const [body, t] = [`{"id":"evt_${next()}"}`, now() + off];
      expect([off, await status(`t=${t},v1=${stripe(body, t)}`, body)]).toEqual([off, expected]);
    }
  });

  test('a signed header that comes twice is refused, whichever is right', async () => {
    const [body, t] = [`{"id":"evt_${next()}"}`, now()];
    const good = `Stripe-Signature: t=${t},v1=${stripe(body, t)}`;
    expect(await raw(source.url, [good, 'Stripe-Signature: t=1,v1=00'], body)).toBe(401);
    expect(await raw(source.url, ['stripe-signature: x', good], body)).toBe(401);
    expect(await raw(source.url, [good], body)).toBe(202);
  });

  test('header names count in any case, and bytes are bytes: marks, line ends and what is no UTF-8', async () => {
    const hook = await declare();
    for (const body of [Buffer.from('\ufeff{"a":1}'), Buffer.from('{\r\n"a":\r\n1}\r\n'), Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), Buffer.alloc(0), Buffer.from('\u0000')]) {
      const lines = (name: string): string[] => [`${name}: sha256=${hmac(body)}`, `X-GITHUB-DELIVERY: g-${next()}`, 'x-github-event: push'];
      expect(await raw(hook.url, lines('X-HUB-SIGNATURE-256'), body)).toBe(202);
      expect(await raw(hook.url, lines('x-hub-signature-256'), Buffer.concat([body, Buffer.from('\n')]))).toBe(401);
    }
    expect(await raw(hook.url, [`X-Hub-Signature-256: sha256=${hmac('{}').toUpperCase()}`, 'X-GitHub-Event: push'], '{}')).toBe(202);
  });

  test('a body that nests without end is refused, and the hub goes on', async () => {
    const hook = await declare();
    const body = `${'[{"a":'.repeat(60_000)}1${'}]'.repeat(60_000)}`;
    expect((await send(hook.url, github(body))).status).toBe(400);
    expect(await refusedBy(hook)).toMatchObject([{ why: 'invalid', proven: true, status: 400 }]);
    expect((await send(hook.url, github('{}'))).status).toBe(202);
  });
});

describe('what was refused', () => {
  test('tells the operator what was wrong, and the sender no more than it needs', async () => {
    const source = await declare();
    const body = JSON.stringify({ password: 'hunter2', text: 'x'.repeat(10_000) });
    const answer = await send(`${source.url}?token=abc`, { ...github(body, { secret: 'wrong' }), headers: { ...github(body, { secret: 'wrong' }).headers, authorization: 'Bearer abc', cookie: 'a=b', 'user-agent': 'curl' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Signature realm="patchbay"');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'source.unproven', why: 'bad_signature' });
    const [refused] = await refusedBy(source);
    expect(refused).toMatchObject({ why: 'bad_signature', status: 401, proven: false, method: 'POST', path: `/hooks/${source.id}?token=•••`, address: '127.0.0.1', body_bytes: body.length });
    expect(refused!.headers).toMatchObject({ 'x-hub-signature-256': '•••', authorization: '•••', cookie: '•••', 'x-github-event': 'push', 'user-agent': 'curl' });
    expect(refused!.body!.length).toBeLessThanOrEqual(4096);
    expect(refused!.body).not.toContain('hunter2');
  });

  test('is kept only so often, and one reason does not hide another', async () => {
    const source = await declare();
    for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 30 }, () => send(source.url, { body: '{}' })));
    await send(source.url, github('{}', { secret: 'wrong' }));
    const whys = (await refusedBy(source)).map(({ why }) => why);
    expect(whys.filter((why) => why === 'missing_signature')).toHaveLength(50);
    expect(whys.filter((why) => why === 'bad_signature')).toHaveLength(1);
  });

  test('is not kept at all where nobody wants it', async () => {
    const source = await declare({ keep_refused: 0 });
    await send(source.url, { body: '{}' });
    expect(await refusedBy(source)).toEqual([]);
  });
});
