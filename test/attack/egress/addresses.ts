/** Every address and every spelling that leads inside, as a literal and through a name server. */
import type { Ledger } from './ledger.ts';
import { get, OUTSIDE, type World } from './world.ts';

const REFUSED = [
  '10.254.0.0', '172.16.10.65', '192.168.10.65', '0.1.2.3', '127.254.254.254', '169.254.169.254', '255.255.255.255', '224.1.2.3', '233.252.0.16', '192.0.0.255', '192.0.2.255', '198.51.100.65', '203.0.113.6',
  '100.100.0.0', '192.88.99.3', '198.18.0.0', '240.240.240.240', '::', '::1', '::ffff:127.0.0.1', '::ffff:0:7f00:1', '::7f00:1', '::5efe:7f00:1', '64:ff9b::7f00:1', '64:ff9b::c0a8:1', '64:ff9b:1::1', '100::1',
  '2001:db8::1', '2002:7f00:1::1', '3fff::1', '5f00::1', 'fd7a:115c:a1e0::1', 'fe80::1', 'febf:ffff::1', 'fec0::1', 'ff02::1',
  '127.0.0.1', '0.0.0.0', '10.0.0.1', '172.31.255.255', '192.168.0.1', '100.64.0.1', '100.127.255.255', '169.254.0.1', '192.0.0.192', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254', '2001::1', '2001:10::1', '::ffff:8.8.8.8', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe',
];
const ACCEPTED = ['1.1.1.1', '8.8.8.8', '2001:4860:4860::8888', '64:ff9b::808:808', '172.32.0.1', '100.128.0.1', '11.0.0.1'];

/** Each leads to 127.0.0.1 for some program. */
const SPELLINGS = [
  'http://127.0.0.1:P/', 'http://127.1:P/', 'http://127.0.1:P/', 'http://2130706433:P/', 'http://0x7f000001:P/', 'http://0x7F.0.0.1:P/', 'http://0x7f.1:P/', 'http://0177.0.0.1:P/', 'http://017700000001:P/', 'http://0177.1:P/', 'http://127.0.0.1.:P/',
  'http://0:P/', 'http://0.0.0.0:P/', 'http://127.000.000.001:P/', 'http://１２７.０.０.１:P/', 'http://127。0。0。1:P/', 'http://①②⑦.⓪.⓪.①:P/', 'http://%31%32%37.0.0.1:P/', 'http://127%2e0%2e0%2e1:P/',
  'http://[::1]:P/', 'http://[0:0:0:0:0:0:0:1]:P/', 'http://[::]:P/', 'http://[::127.0.0.1]:P/', 'http://[::ffff:127.0.0.1]:P/', 'http://[::ffff:7f00:1]:P/', 'http://[::ffff:0:127.0.0.1]:P/', 'http://[64:ff9b::127.0.0.1]:P/', 'http://[2002:7f00:1::]:P/',
  'http:127.0.0.1:P', 'http:/127.0.0.1:P', 'http:///127.0.0.1:P/', 'http:\\\\127.0.0.1:P\\', 'http://\t127.0.0.1:P/', 'ht\ntp://127.0.0.1:P/', ' http://127.0.0.1:P/ ', 'HTTP://127.0.0.1:P/', 'http://127.0.0.1:P\\@public.test/', 'http://127.0.0.1:P#@public.test/', 'http://127.0.0.1:P?@public.test/',
  'http://localhost:P/', 'http://LOCALHOST:P/', 'https://127.0.0.1:P/', 'https://localhost:P/',
];
const NO_REQUEST = [
  'http://public.test@127.0.0.1:P/', 'http://user:pass@outside.test:P/', 'http://[fe80::1%25lo]:P/', 'http://[::1:P/', 'file:///etc/passwd', 'file://127.0.0.1/etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1:P/_GET', 'data:text/plain,hi', 'javascript:1', 'unix:/var/run/docker.sock',
  'ws://127.0.0.1:P/', 'dict://127.0.0.1:P/', 'blob:http://127.0.0.1/x', 'http://', 'http://:P/', 'http://127.0.0.1:99999/', 'http://256.0.0.1:P/', 'http://127.0.0.1\u0000.public.test/', '//127.0.0.1:P/', '/etc/passwd', '', `http://${'a'.repeat(9000)}.test/`,
];

export async function addresses(world: World, ledger: Ledger): Promise<void> {
  const egress = world.egress();
  const at = (url: string) => url.replaceAll(':P', `:${world.port}`);
  for (const url of SPELLINGS) await ledger.refused(`spelling ${JSON.stringify(url)}`, get(egress, at(url)), 'egress.denied');
  for (const url of ['http://localhost.:P/', 'http://a.localhost:P/', 'http://public.test\\@127.0.0.1:P/']) await ledger.refused(`a name that may or may not lead inside: ${url}`, get(egress, at(url)), 'egress.denied', 'dns');
  for (const url of NO_REQUEST) await ledger.refused(`no request ${JSON.stringify(url.slice(0, 60))}`, get(egress, at(url)), 'invalid', 'egress.denied');

  for (const [n, address] of REFUSED.entries()) {
    await ledger.refused(`literal ${address}`, get(egress, `http://${bracketed(address)}:${world.port}/`), 'egress.denied');
    const name = world.dns.name(`p${n}.probe.test`, () => ({ addresses: [address] }));
    const failure = await ledger.refused(`a name that leads to ${address}`, get(egress, `http://${name}:${world.port}/`), 'egress.denied');
    ledger.holds(`the refusal of ${address} does not name it`, failure === undefined || !JSON.stringify([failure.message, failure.details]).includes(address));
  }
  for (const [n, address] of ACCEPTED.entries()) {
    await ledger.honest(`literal ${address} is public`, egress.check(`http://${bracketed(address)}/`));
    await ledger.honest(`a name that leads to ${address} is public`, egress.check(`http://${world.dns.name(`a${n}.probe.test`, () => ({ addresses: [address] }))}/`));
  }
  await ledger.honest('the outside itself', get(egress, `http://${OUTSIDE}:${world.port}/`), ({ status }) => status === 200);
  for (const port of [22, 25, 6379, 6667, 11211]) {
    const url = `http://${OUTSIDE}:${port}/`;
    if (port === 6379 || port === 11211) await ledger.refused(`port ${port} is open to the guard, and nobody is there`, get(egress, url), 'connect');
    else await ledger.refused(`port ${port} belongs to another protocol`, get(egress, url), 'egress.denied');
  }
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);
