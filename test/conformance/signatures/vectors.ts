/** Published signatures: known bytes, known secret, known answer. */
import type { InboundVendor } from '@patchbay/vault';

export interface Vector {
  readonly vendor: InboundVendor;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly url?: string;
}

const SPEC = { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330' };
const SPEC_BODY = '{"test": 2432232314}';
export const SPEC_SECRETS = { v1: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', v1a: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==' };
const EVERYBODY = 'It\'s a Secret to Everybody';
const OURS = { secret: 'patchbay-test-secret', body: '{"hello":"world"}', at: 1_700_000_000 };
const PLAIN = 'bbffb5de35e9fcba30a778ba36c6c9c310095fda57967c5384e212bcfa07b7a4';

export const vectors: readonly Vector[] = [
  { vendor: 'standard', secret: SPEC_SECRETS.v1, headers: { ...SPEC, 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' }, body: SPEC_BODY, at: 1_614_265_330 },
  { vendor: 'standard', secret: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=', headers: { ...SPEC, 'webhook-signature': 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==' }, body: SPEC_BODY, at: 1_614_265_330 },
  { vendor: 'github', secret: EVERYBODY, headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }, body: 'Hello, World!', at: 0 },
  ...(['bitbucket', 'jira'] as const).map((vendor) => ({ vendor, secret: EVERYBODY, headers: { 'x-hub-signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9' }, body: 'Hello World!', at: 0 })),
  { vendor: 'slack', secret: '8f742231b10e8888abcd99yyyzzz85a5', headers: { 'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503', 'x-slack-request-timestamp': '1531420618' }, body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c', at: 1_531_420_618 },
  { vendor: 'stripe', secret: 'whsec_test', headers: { 'stripe-signature': 't=1614265330,v1=98a6304ac7cd966786ee1b93ad76319d9cd63829827fa0f93cb3e367cf67086d' }, body: SPEC_BODY, at: 1_614_265_330 },
  { vendor: 'twilio', secret: '12345', headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' }, body: 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212', at: 0, url: 'https://mycompany.com/myapp.php?foo=1&bar=2' },
  { vendor: 'notion', headers: { 'x-notion-signature': `sha256=${PLAIN}` }, ...OURS },
  { vendor: 'pagerduty', headers: { 'x-pagerduty-signature': `v1=${PLAIN}` }, ...OURS },
  { vendor: 'slack', headers: { 'x-slack-signature': 'v0=b30451771f242ec437e41e18dc7bc86440040ed300dfa4fe1e4e208ead097821', 'x-slack-request-timestamp': '1700000000' }, ...OURS },
  { vendor: 'stripe', headers: { 'stripe-signature': 't=1700000000,v1=52808adc78db82670cd66b258f241fe0b3217377c806fb36209c08afffdde5be' }, ...OURS },
];
