import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../secret.ts';
import { type InboundHeaders, inboundHeaders, type InboundRequest } from './request.ts';
import type { Scheme } from './scheme.ts';
import { schemeOf } from './scheme-of.ts';
import { inboundVendors } from './vendors.ts';
import { type InboundOptions, verifyInbound } from './verify-inbound.ts';

const SECRET = 'patchbay-test-secret';
const BODY = '{"hello":"world"}';
const NOW = 1_700_000_000;
const PLAIN = 'bbffb5de35e9fcba30a778ba36c6c9c310095fda57967c5384e212bcfa07b7a4';
const URL = 'https://hub.example.com/hooks/src_1';

const hmac = (data: string | Buffer, key: string | Buffer = SECRET, hash = 'sha256') => createHmac(hash, key).update(data).digest();
const request = (headers: InboundHeaders, body: string | Buffer = BODY, more: Partial<InboundRequest> = {}): InboundRequest => ({ method: 'POST', url: URL, headers, rawBody: Buffer.from(body), ...more });
const ask = (scheme: Scheme, asked: InboundRequest, options: Partial<InboundOptions> = {}) => verifyInbound(asked, scheme, { secrets: [new Secret(SECRET)], now: NOW * 1000, ...options });
const { standard, github, gitlab, bitbucket, jira, jira_app, slack, stripe, pagerduty, notion, okta, linear, twilio, azure_devops } = inboundVendors;

describe('published vectors', () => {
  const everybody = [new Secret('It\'s a Secret to Everybody')];
  test.each<[string, Scheme, InboundRequest, Partial<InboundOptions>]>([
    ['GitHub', github, request({ 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }, 'Hello, World!'), { secrets: everybody }],
    ['Bitbucket', bitbucket, request({ 'x-hub-signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9' }, 'Hello World!'), { secrets: everybody }],
    ['Jira', jira, request({ 'x-hub-signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9' }, 'Hello World!'), { secrets: everybody }],
    ['Slack', slack, request({ 'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503', 'x-slack-request-timestamp': '1531420618' }, 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'), { secrets: [new Secret('8f742231b10e8888abcd99yyyzzz85a5')], now: 1_531_420_618_000 }],
    ['Stripe', stripe, request({ 'stripe-signature': 't=1614265330,v1=98a6304ac7cd966786ee1b93ad76319d9cd63829827fa0f93cb3e367cf67086d' }, '{"test": 2432232314}'), { secrets: [new Secret('whsec_test')], now: 1_614_265_330_000 }],
    ['Standard Webhooks', standard, request({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }, '{"test": 2432232314}'), { secrets: [new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')], now: 1_614_265_330_000 }],
    ['Standard Webhooks with a key pair', standard, request({ 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==' }, '{"test": 2432232314}'), { secrets: [new Secret('whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=')], now: 1_614_265_330_000 }],
    ['Notion', notion, request({ 'x-notion-signature': `sha256=${PLAIN}` }), {}],
    ['PagerDuty', pagerduty, request({ 'x-pagerduty-signature': `v1=${PLAIN}` }), {}],
    ['HMAC in base64', schemeOf({ scheme: 'custom', verification: { algorithm: 'hmac_sha256', encoding: 'base64' } }), request({ 'x-signature': 'u/+13jXp/Lowp3i6NsbJwxAJX9pXlnxThOISvPoHt6Q=' }), {}],
    ['the scheme of Slack', slack, request({ 'x-slack-signature': 'v0=b30451771f242ec437e41e18dc7bc86440040ed300dfa4fe1e4e208ead097821', 'x-slack-request-timestamp': '1700000000' }), {}],
    ['the scheme of Stripe', stripe, request({ 'stripe-signature': 't=1700000000,v1=52808adc78db82670cd66b258f241fe0b3217377c806fb36209c08afffdde5be' }), {}],
    ['Twilio', twilio, request({ 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' }, 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212', { url: 'https://mycompany.com/myapp.php?foo=1&bar=2' }), { secrets: [new Secret('12345')] }],
  ])('%s', (_, scheme, asked, options) => {
    expect(ask(scheme, asked, options)).toMatchObject({ kind: 'verified' });
  });
});

describe('a signature in pairs', () => {
  const right = hmac(`${NOW}.${BODY}`).toString('hex');
  const wrong = right.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  const judge = (header: string) => ask(stripe, request({ 'stripe-signature': header }));

  test('has the id of the request and the name of the event too, where a source says so', () => {
    const scheme = schemeOf({ scheme: 'custom', verification: { algorithm: 'hmac_sha256', layout: 'pairs', prefix: 'v1', content: '{id}.{body}' }, deduplicate_by: 'pair:id', event_name_from: 'pair:kind' });
    expect(ask(scheme, request({ 'x-signature': `id=7,kind=order.paid,v1=${hmac(`7.${BODY}`).toString('hex')}` }))).toMatchObject({ kind: 'verified', dedupId: '7', eventType: 'order.paid' });
  });

  test.each([
    ['the time not first', `v1=${right},t=${NOW}`],
    ['spaces around', ` v1=${right} , t=${NOW} `],
    ['several of which one is right', `t=${NOW},v1=${wrong},v1=${right}`],
    ['entries of an unknown scheme', `t=${NOW},v0=${wrong},v1=${right},v9=x`],
    ['upper-case hex', `t=${NOW},v1=${right.toUpperCase()}`],
    ['an entry without =', `t=${NOW},nonsense,v1=${right}`],
  ])('is accepted with %s', (_, header) => expect(judge(header)).toMatchObject({ kind: 'verified', timestamp: NOW }));

  test.each([
    ['several of which none is right', `t=${NOW},v1=${wrong},v1=${wrong}`, 'bad-signature'],
    ['the right one under a weaker scheme', `t=${NOW},v0=${right},v1=${wrong}`, 'bad-signature'],
    ['the right one under an unknown scheme only', `t=${NOW},v0=${right}`, 'malformed'],
    ['no time', `v1=${right}`, 'malformed'],
    ['no time, where a number could be taken for one', `${NOW}=${right},v1=${right}`, 'malformed'],
    ['two times', `t=${NOW},t=${NOW},v1=${right}`, 'malformed'],
    ['base64', `t=${NOW},v1=${Buffer.from(right, 'hex').toString('base64')}`, 'malformed'],
    ['half a signature', `t=${NOW},v1=${right.slice(0, 32)}`, 'malformed'],
    ['one character too few', `t=${NOW},v1=${right.slice(1)}`, 'malformed'],
    ['one byte too many', `t=${NOW},v1=${right}00`, 'malformed'],
    ['letters that are no hex', `t=${NOW},v1=${right.slice(0, -1)}g`, 'malformed'],
    ['a crowd of signatures', `t=${NOW}${`,v1=${wrong}`.repeat(17)}`, 'malformed'],
    ['nothing', '', 'malformed'],
    ['separators only', ',,,=,=,', 'malformed'],
  ])('is refused with %s', (_, header, why) => expect(judge(header)).toMatchObject({ kind: 'refused', why }));

  test.each(['Infinity', '-1700000000', '1700000000.5', '17000000000000000000', '1.7e9', '0x6553f100', ' ', 'NaN', '１７００００００００', '+1700000000', ''])('is refused at the time %j, though it is signed', (time) => {
    const header = `t=${time},v1=${hmac(`${time.trim()}.${BODY}`).toString('hex')}`;
    expect(judge(header)).toMatchObject({ kind: 'refused', why: 'malformed' });
  });
});

describe('the time', () => {
  const at = (time: string) => ask(slack, request({ 'x-slack-signature': `v0=${hmac(`v0:${time}:${BODY}`).toString('hex')}`, 'x-slack-request-timestamp': time }), { now: NOW * 1000 + 999 });

  test('is right up to the very edge of the window, on both sides', () => {
    expect(at(String(NOW - 300)).kind).toBe('verified');
    expect(at(String(NOW + 300)).kind).toBe('verified');
    expect(at(String(NOW - 301))).toMatchObject({ kind: 'refused', why: 'stale' });
    expect(at(String(NOW + 301))).toMatchObject({ kind: 'refused', why: 'future' });
  });

  test('of another request is covered, so it can’t be put in place of an old one', () => {
    const old = hmac(`v0:${NOW - 9000}:${BODY}`).toString('hex');
    expect(ask(slack, request({ 'x-slack-signature': `v0=${old}`, 'x-slack-request-timestamp': String(NOW) }))).toMatchObject({ kind: 'refused', why: 'bad-signature' });
  });

  test('in milliseconds in the body counts for Linear, and is only read once the body is proved', () => {
    const linearAt = (ms: number | string) => { const body = JSON.stringify({ webhookTimestamp: ms }); return ask(linear, request({ 'linear-signature': hmac(body).toString('hex') }, body)); };
    for (const off of [-60_000, 0, 60_000]) expect(linearAt(NOW * 1000 + off).kind).toBe('verified');
    expect(linearAt(NOW * 1000 - 61_000)).toMatchObject({ why: 'stale' });
    expect(linearAt(NOW * 1000 + 61_000)).toMatchObject({ why: 'future' });
    expect(linearAt('soon')).toMatchObject({ why: 'malformed' });
    expect(ask(linear, request({ 'linear-signature': hmac('{}').toString('hex') }, '{}'))).toMatchObject({ why: 'malformed' });
    expect(ask(linear, request({ 'linear-signature': PLAIN }, `{"webhookTimestamp":${NOW * 1000 - 61_000}}`))).toMatchObject({ why: 'bad-signature' });
  });

  test.each([[String(NOW), true], [String(NOW * 1000), true], [new Date(NOW * 1000).toISOString(), true], ['2023-11-14T23:13:20+01:00', true], ['2023-11-14', false], ['2023-13-14T22:13:20Z', false]])('of a sender of its own may be written as %s: %s', (time, good) => {
    const scheme = schemeOf({ scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{timestamp}{body}', timestamp_from: 'header:X-Time' } });
    expect(ask(scheme, request({ 'x-time': time, 'x-signature': hmac(time + BODY).toString('hex') })).kind).toBe(good ? 'verified' : 'refused');
  });
});

describe('headers', () => {
  const signed = (names: readonly string[]) => names.flatMap((name) => [name, { 'webhook-id': 'msg_1', 'webhook-timestamp': String(NOW), 'webhook-signature': `v1,${hmac(`msg_1.${NOW}.${BODY}`, Buffer.from(SECRET)).toString('base64')}` }[name.toLowerCase()] ?? '']);
  const secrets = [new Secret(`whsec_${Buffer.from(SECRET).toString('base64')}`)];

  test.each([[['webhook-id', 'webhook-timestamp', 'webhook-signature']], [['Webhook-Id', 'Webhook-Timestamp', 'Webhook-Signature']], [['WEBHOOK-ID', 'WEBHOOK-TIMESTAMP', 'WEBHOOK-SIGNATURE']]])('count in any case: %j', (names) => {
    expect(ask(standard, request(inboundHeaders(signed(names))), { secrets })).toMatchObject({ kind: 'verified', dedupId: 'msg_1' });
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('that are covered must be there, and once: %s', (name) => {
    const headers = inboundHeaders(signed(['webhook-id', 'webhook-timestamp', 'webhook-signature']));
    expect(ask(standard, request({ ...headers, [name]: undefined }), { secrets })).toMatchObject({ kind: 'refused', why: name === 'webhook-signature' ? 'missing-signature' : 'malformed' });
    const twice = inboundHeaders([...signed(['webhook-id', 'webhook-timestamp', 'webhook-signature']), name.toUpperCase(), 'x']);
    expect(ask(standard, request(twice), { secrets })).toMatchObject({ kind: 'refused', why: 'malformed' });
  });

  test('of two families don’t mix', () => {
    const { 'webhook-id': id, ...rest } = inboundHeaders(signed(['webhook-id', 'webhook-timestamp', 'webhook-signature']));
    expect(ask(standard, request({ ...rest, 'svix-id': id }), { secrets })).toMatchObject({ kind: 'refused', why: 'malformed' });
  });

  test('in base64url, or in base64 that is not the shortest way to write it, are no signature', () => {
    const mac = Buffer.from('fbffb5de35e9fcba30a778ba36c6c9c310095fda57967c5384e212bcfa07b7a4', 'hex');
    for (const text of [mac.toString('base64url'), mac.toString('base64').slice(0, -1), mac.toString('base64').replace(/.=$/, '5='), `${mac.toString('base64')}=`]) {
      expect(ask(schemeOf({ scheme: 'custom', verification: { algorithm: 'hmac_sha256', encoding: 'base64' } }), request({ 'x-signature': text }))).toMatchObject({ kind: 'refused', why: 'malformed' });
    }
  });

  test('named like a part of every object are not found where none came', () => {
    const scheme = schemeOf({ scheme: 'custom', verification: { algorithm: 'equal', header: 'constructor' }, event_name_from: 'body:__proto__.constructor.name', deduplicate_by: 'header:toString' });
    expect(ask(scheme, request({}))).toMatchObject({ why: 'missing-signature' });
    expect(ask(scheme, request(inboundHeaders(['Constructor', SECRET, '__proto__', 'x'])))).toEqual({ kind: 'verified', keyIndex: 0, body: { hello: 'world' } });
  });

  test('with thousands of spaces or commas are refused at once', () => {
    for (const filler of [' ', ',', 'v1= ', '=,', 'v1=,']) {
      const value = filler.repeat(16_000);
      for (const [scheme, header] of [[stripe, 'stripe-signature'], [pagerduty, 'x-pagerduty-signature'], [jira_app, 'authorization'], [azure_devops, 'authorization']] as const) expect(ask(scheme, request({ [header]: value }))).toMatchObject({ kind: 'refused', why: 'malformed' });
    }
  });
});

describe('a weaker proof never rescues a stronger one', () => {
  test('GitHub: a right SHA-1 counts for nothing', () => {
    const weak = `sha1=${hmac(BODY, SECRET, 'sha1').toString('hex')}`;
    expect(ask(github, request({ 'x-hub-signature': weak }))).toMatchObject({ why: 'missing-signature' });
    expect(ask(github, request({ 'x-hub-signature': weak, 'x-hub-signature-256': `sha256=${PLAIN.replace('bb', 'bc')}` }))).toMatchObject({ why: 'bad-signature' });
    expect(ask(bitbucket, request({ 'x-hub-signature': weak }))).toMatchObject({ why: 'malformed' });
  });

  test('GitLab: a right token does not help a wrong signature, and a signing key is never taken as a token', () => {
    const signing = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const wrong = { 'webhook-id': 'a', 'webhook-timestamp': String(NOW), 'webhook-signature': `v1,${'A'.repeat(43)}=` };
    expect(ask(gitlab, request({ ...wrong, 'x-gitlab-token': SECRET }), { secrets: [new Secret(signing), new Secret(SECRET)] })).toMatchObject({ why: 'bad-signature' });
    expect(ask(gitlab, request({ 'x-gitlab-token': signing }), { secrets: [new Secret(signing)] })).toMatchObject({ why: 'wrong-secret' });
  });

  test('Jira: a good token does not help a wrong signature', () => {
    const [head, claims] = [{ alg: 'HS256' }, { exp: NOW + 60 }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const token = `${head}.${claims}.${hmac(`${head}.${claims}`).toString('base64url')}`;
    expect(ask(jira, request({ authorization: `Bearer ${token}` })).kind).toBe('verified');
    expect(ask(jira, request({ authorization: `Bearer ${token}`, 'x-hub-signature': `sha256=${PLAIN.replace('bb', 'bc')}` }))).toMatchObject({ why: 'bad-signature' });
  });
});

describe('a body', () => {
  test.each([
    ['type and action, whatever the header says, which nobody signed', { type: 'Issue', action: 'create' }, 'Issue:create'],
    ['the header, where there is no action', { type: 'Issue' }, 'Comment'],
  ])('names an event of Linear by %s', (_, named, eventType) => {
    const body = JSON.stringify({ ...named, webhookTimestamp: NOW * 1000 });
    expect(ask(linear, request({ 'linear-signature': hmac(body).toString('hex'), 'linear-event': 'Comment' }, body))).toMatchObject({ kind: 'verified', eventType });
  });

  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a byte order mark', Buffer.from('\uFEFF{"type":"a"}')],
    ['CRLF', Buffer.from('{\r\n"type":"a"\r\n}\r\n')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
    ['JSON of other types', Buffer.from('[1,null]')],
    ['a deep nest', Buffer.from('['.repeat(50_000) + ']'.repeat(50_000))],
  ])('of %s is judged by its bytes', (_, body) => {
    expect(ask(notion, request({ 'x-notion-signature': `sha256=${hmac(body).toString('hex')}` }, body)).kind).toBe('verified');
    expect(ask(notion, request({ 'x-notion-signature': `sha256=${hmac(body.toString('utf8').replace(/\r\n|\uFEFF/g, '')).toString('hex')}` }, Buffer.concat([body, Buffer.from(' ')]))).kind).toBe('refused');
  });

  test('with a byte order mark still tells its type', () => {
    const body = Buffer.from('\uFEFF{"type":"page.created","id":"n"}');
    expect(ask(notion, request({ 'x-notion-signature': `sha256=${hmac(body).toString('hex')}` }, body))).toMatchObject({ eventType: 'page.created', dedupId: 'n' });
  });

  test('with an id of any length is known by a short one', () => {
    const body = JSON.stringify({ id: 'x'.repeat(9000), type: 'y'.repeat(9000) });
    const outcome = ask(notion, request({ 'x-notion-signature': `sha256=${hmac(body).toString('hex')}` }, body));
    expect(outcome).toMatchObject({ dedupId: `sha256:${createHash('sha256').update('x'.repeat(9000)).digest('hex')}`, eventType: 'y'.repeat(255) });
  });
});

describe('a token', () => {
  const token = (claims: object | string, head: object = { alg: 'HS256', typ: 'JWT' }, key = SECRET) => {
    const signed = [head, claims].map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')).join('.');
    return `Bearer ${signed}.${hmac(signed, key).toString('base64url')}`;
  };
  const judge = (authorization: string) => ask(jira_app, request({ authorization }));

  test.each<[string, string, string]>([
    ['without a signature', token({ exp: NOW + 60 }, { alg: 'none' }).replace(/[^.]+$/, ''), 'malformed'],
    ['that asks for none', token({ exp: NOW + 60 }, { alg: 'none' }), 'malformed'],
    ['that asks for HS512', token({ exp: NOW + 60 }, { alg: 'HS512' }), 'malformed'],
    ['that asks for hs256', token({ exp: NOW + 60 }, { alg: 'hs256' }), 'malformed'],
    ['that asks for RS256', token({ exp: NOW + 60 }, { alg: 'RS256' }), 'malformed'],
    ['with critical extensions', token({ exp: NOW + 60 }, { alg: 'HS256', crit: ['b64'], b64: false }), 'malformed'],
    ['that never expires', token({}), 'malformed'],
    ['that expires at a word', token({ exp: 'never' }), 'malformed'],
    ['that expires at nothing', token('{"exp":1e999}'), 'malformed'],
    ['that is a list', token('[]'), 'malformed'],
    ['that is no JSON', token('{'), 'malformed'],
    ['that expired', token({ exp: NOW - 60 }), 'stale'],
    ['that is not good yet', token({ exp: NOW + 900, nbf: NOW + 61 }), 'future'],
    ['that was issued tomorrow', token({ exp: NOW + 90_000, iat: NOW + 86_400 }), 'future'],
    ['of another key', token({ exp: NOW + 60 }, { alg: 'HS256' }, 'another'), 'bad-signature'],
    ['under another word', token({ exp: NOW + 60 }).replace('Bearer', 'Token'), 'malformed'],
    ['under no word', token({ exp: NOW + 60 }).replace('Bearer ', ''), 'malformed'],
    ['of four parts', `${token({ exp: NOW + 60 })}.x`, 'malformed'],
  ])('%s is refused', (_, authorization, why) => expect(judge(authorization)).toMatchObject({ kind: 'refused', why }));

  test('is accepted as long as it is good, with a minute for clocks', () => {
    for (const claims of [{ exp: NOW + 60 }, { exp: NOW - 59 }, { exp: NOW + 900, nbf: NOW + 60, iat: NOW }]) expect(judge(token(claims)).kind).toBe('verified');
    expect(judge(token({ exp: NOW + 60 }).replace('Bearer', 'bearer')).kind).toBe('verified');
  });
});

describe('user and password', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  test.each([['another user', 'eve:patchbay-test-secret'], ['another password', 'azure:wrong'], ['no password', 'azure:'], ['the password twice', 'azure:patchbay-test-secret:patchbay-test-secret']])('are refused with %s', (_, pair) => {
    expect(ask(azure_devops, request({ authorization: basic(pair) }), { username: 'azure' })).toMatchObject({ why: 'bad-signature' });
  });
  test('are refused when they can’t be read', () => {
    for (const authorization of ['Basic', 'Basic !!!', basic('nocolon'), `Bearer ${SECRET}`, '']) expect(ask(azure_devops, request({ authorization }), { username: 'azure' })).toMatchObject({ why: 'malformed' });
  });
  test('need the password only, where Azure DevOps was given no user; other senders need the user', () => {
    expect(ask(azure_devops, request({ authorization: basic(`:${SECRET}`) })).kind).toBe('verified');
    expect(ask(bitbucket, request({ authorization: basic(`:${SECRET}`) }))).toMatchObject({ why: 'no-secret' });
  });
  test('an empty secret is never a password', () => {
    expect(ask(azure_devops, request({ authorization: basic('azure:') }), { secrets: [new Secret(''), new Secret('x')], username: 'azure' })).toMatchObject({ why: 'bad-signature' });
  });
});

describe('Twilio', () => {
  const form = 'application/x-www-form-urlencoded';
  const sign = (text: string) => hmac(text, SECRET, 'sha1').toString('base64');
  const ok = (asked: InboundRequest) => ask(twilio, asked).kind === 'verified';

  test('is accepted with the port that HTTPS implies, written or not', () => {
    expect(ok(request({ 'content-type': form, 'x-twilio-signature': sign('https://a.example:443/x?y=1Ab') }, 'A=b', { url: 'https://a.example/x?y=1' }))).toBe(true);
    expect(ok(request({ 'content-type': form, 'x-twilio-signature': sign('https://a.example/x?y=1Ab') }, 'A=b', { url: 'https://a.example:443/x?y=1' }))).toBe(true);
    expect(ok(request({ 'content-type': form, 'x-twilio-signature': sign('https://a.example/xAb') }, 'A=b', { url: 'https://a.example:8443/x' }))).toBe(false);
  });

  test('counts a value that comes twice once, in order', () => {
    expect(ok(request({ 'content-type': form, 'x-twilio-signature': sign(`${URL}AxAyb2`) }, 'b=2&A=y&A=x&A=y'))).toBe(true);
  });

  test('is refused when nothing covers the body', () => {
    expect(ask(twilio, request({ 'content-type': 'application/json', 'x-twilio-signature': sign(URL) }))).toMatchObject({ why: 'malformed' });
    expect(ask(twilio, request({ 'x-twilio-signature': sign(URL) }, 'A=b'))).toMatchObject({ why: 'malformed' });
    const url = `${URL}?bodySHA256=${'0'.repeat(64)}`;
    expect(ask(twilio, request({ 'x-twilio-signature': sign(url) }, BODY, { url }))).toMatchObject({ why: 'bad-signature' });
    const twice = `${URL}?bodySHA256=${createHash('sha256').update(BODY).digest('hex')}&bodySHA256=00`;
    expect(ask(twilio, request({ 'x-twilio-signature': sign(twice) }, BODY, { url: twice }))).toMatchObject({ why: 'malformed' });
  });
});

describe('a secret in each entry of the body', () => {
  const { microsoft_graph } = inboundVendors;
  const body = (...words: readonly unknown[]): string => JSON.stringify({ value: words.map((clientState, at) => ({ subscriptionId: `s-${at}`, changeType: 'updated', clientState })) });
  const asking = { url: `${URL}?validationToken=Validation%3A%20a%2Bb` };

  test('is accepted when all of them hold it, also the one of before, and is handed on without it', () => {
    expect(ask(microsoft_graph, request({}, body(SECRET, SECRET)))).toEqual({ kind: 'verified', keyIndex: 0, eventType: 'updated', body: { value: [{ subscriptionId: 's-0', changeType: 'updated' }, { subscriptionId: 's-1', changeType: 'updated' }] } });
    expect(ask(microsoft_graph, request({}, body(SECRET)), { secrets: [new Secret('newer'), new Secret(SECRET)] })).toMatchObject({ kind: 'verified', keyIndex: 1 });
  });

  test.each<[string, string, string]>([
    ['one of them holds another', body(SECRET, 'other'), 'bad-signature'], ['one of them holds none', body(SECRET, undefined), 'bad-signature'], ['they hold it as something else', body([SECRET]), 'bad-signature'], ['it holds nothing', body(''), 'bad-signature'],
    ['there are no entries', body(), 'missing-signature'], ['the list is no list', `{"value":{"clientState":"${SECRET}"}}`, 'missing-signature'], ['the body is no JSON', SECRET, 'missing-signature'],
  ])('is refused when %s', (_, sent, why) => expect(ask(microsoft_graph, request({}, sent))).toMatchObject({ kind: 'refused', why }));

  test('is refused when it holds two secrets, each right for itself', () => {
    expect(ask(microsoft_graph, request({}, body(SECRET, 'older')), { secrets: [new Secret(SECRET), new Secret('older')] })).toMatchObject({ kind: 'refused', why: 'bad-signature' });
  });

  test('a sender that asks for an echo gets it as text, and never with a wrong secret beside it', () => {
    expect(ask(microsoft_graph, request({}, '', asking))).toMatchObject({ kind: 'handshake', reply: { status: 200, body: 'Validation: a+b', headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' } } });
    expect(ask(microsoft_graph, request({}, body('other'), asking))).toMatchObject({ kind: 'refused', why: 'bad-signature' });
    expect(ask(microsoft_graph, request({}, '', asking), { secrets: [] })).toMatchObject({ kind: 'refused', why: 'no-secret' });
  });
});

describe('handshakes', () => {
  test('Slack’s challenge is sent back, if it is signed', () => {
    const body = '{"type":"url_verification","challenge":"3eZbrw1a","token":"t"}';
    const signed = { 'x-slack-signature': `v0=${hmac(`v0:${NOW}:${body}`).toString('hex')}`, 'x-slack-request-timestamp': String(NOW) };
    expect(ask(slack, request(signed, body))).toEqual({ kind: 'handshake', reply: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }, body: '3eZbrw1a' } });
    expect(ask(slack, request({ ...signed, 'x-slack-signature': `v0=${PLAIN}` }, body))).toMatchObject({ why: 'bad-signature' });
    expect(ask(slack, request({}, body))).toMatchObject({ why: 'missing-signature' });
  });

  test('Slack’s challenge is not endless', () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'x'.repeat(4097) });
    expect(ask(slack, request({ 'x-slack-signature': `v0=${hmac(`v0:${NOW}:${body}`).toString('hex')}`, 'x-slack-request-timestamp': String(NOW) }, body))).toMatchObject({ why: 'malformed' });
  });

  test('Okta’s challenge is sent back as JSON, with the right secret or none, not with a wrong one', () => {
    const get = (headers: InboundHeaders, options = {}) => ask(okta, request({ 'x-okta-verification-challenge': 'a"b', ...headers }, '', { method: 'GET' }), options);
    for (const headers of [{}, { authorization: SECRET }]) expect(get(headers)).toMatchObject({ kind: 'handshake', reply: { status: 200, body: '{"verification":"a\\"b"}' } });
    expect(get({ authorization: 'wrong' })).toMatchObject({ why: 'bad-signature' });
    expect(get({}, { secrets: [] })).toMatchObject({ why: 'no-secret' });
    expect(ask(okta, request({ 'x-okta-verification-challenge': 'a' }))).toMatchObject({ why: 'missing-signature' });
  });

  test('Okta’s secret counts in the header that its source names, and there alone', () => {
    const named = schemeOf({ scheme: 'okta', header: 'X-Okta-Secret' });
    const get = (headers: InboundHeaders) => ask(named, request({ 'x-okta-verification-challenge': 'a', ...headers }, '', { method: 'GET' }));
    expect(get({ 'x-okta-secret': SECRET })).toMatchObject({ kind: 'handshake' });
    expect(get({ 'x-okta-secret': 'wrong' })).toMatchObject({ why: 'bad-signature' });
    expect(ask(named, request({ 'x-okta-secret': SECRET }))).toMatchObject({ kind: 'verified' });
    expect(ask(named, request({ authorization: SECRET }))).toMatchObject({ why: 'missing-signature' });
    expect(ask(okta, request({ 'x-okta-secret': SECRET }))).toMatchObject({ why: 'missing-signature' });
  });

  test('Notion brings its secret once, while it is waited for', () => {
    const hello = request({}, '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}');
    const first = ask(notion, hello, { secrets: [], pending: true });
    if (first.kind !== 'handshake') throw new Error(`It was ${first.kind}`);
    expect(first.reply).toMatchObject({ status: 200, body: '' });
    expect(JSON.stringify(first)).not.toContain('tMrlL1qK');
    const secret = first.store?.secret;
    if (secret === undefined) throw new Error('No secret came');
    expect(ask(notion, request({ 'x-notion-signature': `sha256=${hmac(BODY, 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl').toString('hex')}` }), { secrets: [secret] }).kind).toBe('verified');
    expect(ask(notion, hello, { secrets: [secret] })).toMatchObject({ why: 'missing-signature' });
    expect(ask(notion, hello, { secrets: [] })).toMatchObject({ why: 'no-secret' });
    expect(ask(notion, request({}), { secrets: [], pending: true })).toMatchObject({ why: 'no-secret' });
    expect(ask(notion, { ...hello, headers: { 'x-notion-signature': 'sha256=00' } }, { secrets: [], pending: true })).toMatchObject({ why: 'no-secret' });
  });

  test('GitHub’s ping is answered, if it is signed', () => {
    const ping = { 'x-github-event': 'ping', 'x-hub-signature-256': `sha256=${PLAIN}` };
    expect(ask(github, request(ping))).toMatchObject({ kind: 'handshake', reply: { status: 200 } });
    expect(ask(github, request(ping, '{}'))).toMatchObject({ why: 'bad-signature' });
  });
});

test('a scheme of one’s own that can’t be is refused in words', () => {
  expect(() => schemeOf({ scheme: 'custom' })).toThrow('needs verification');
  expect(() => schemeOf({ scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{secret}{body}' } })).toThrow('{secret}');
});
