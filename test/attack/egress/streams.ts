/** The same guard for other protocols than HTTP: streams and datagrams. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Ledger } from './ledger.ts';
import { INSIDE, listen, never, OUTSIDE, portOf, type World } from './world.ts';

const INSIDE_HOSTS = [
  '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0x7F.1', '0177.0.0.1', '017700000001', '127.0.0.1.', '0', '0.0.0.0', '１２７.０.０.１', '127。0。0。1', '①②⑦.⓪.⓪.①', 'localhost', 'LOCALHOST',
  '::1', '[::1]', '[::]', '::ffff:127.0.0.1', '[::ffff:7f00:1]', '64:ff9b::7f00:1', '2002:7f00:1::', '10.0.0.1', '192.168.0.1', '169.254.169.254', 'fd00:ec2::254', 'fe80::1',
];
const NO_HOST = ['', ' ', 'a b', 'a/b', 'user@outside.test', 'outside.test:25', 'a?b', 'a#b', 'a\\b', 'fe80::1%lo', '[::1', '::1]', 'a\r\nb', '%31%32%37.0.0.1', 'a\u0000b'];

export async function streams(world: World, ledger: Ledger): Promise<void> {
  const egress = world.egress({ connectMs: 1_000 });
  const at = (host: string, more: object = {}) => egress.connect({ host, port: world.port, secure: false, ...more }, never);
  const opened = async (work: ReturnType<typeof at>): Promise<string | undefined> => { const { socket, remoteAddress } = await work; socket.destroy(); return remoteAddress; };

  for (const host of INSIDE_HOSTS) {
    await ledger.refused(`stream to ${JSON.stringify(host)}`, at(host), 'egress.denied');
    await ledger.refused(`TLS stream to ${JSON.stringify(host)}`, at(host, { secure: true }), 'egress.denied');
    await ledger.refused(`datagrams to ${JSON.stringify(host)}`, egress.datagrams({ host, port: world.port }, never), 'egress.denied');
  }
  for (const host of NO_HOST) {
    await ledger.refused(`stream to no host ${JSON.stringify(host)}`, at(host), 'invalid', 'egress.denied');
    await ledger.refused(`datagrams to no host ${JSON.stringify(host)}`, egress.datagrams({ host, port: world.port }, never), 'invalid', 'egress.denied');
  }
  for (const port of [0, -1, 65_536, 1.5, Number.NaN]) await ledger.refused(`stream to the port ${port}`, at(OUTSIDE, { port }), 'invalid');
  for (const port of [22, 25, 465, 587, 6667]) await ledger.refused(`stream to the port ${port} of another protocol`, at(OUTSIDE, { port, ownPorts: [514, 601] }), 'egress.denied');

  const flips = world.dns.name('stream-flip.test', (type, nth) => ({ addresses: type === 'A' ? [nth === 1 ? OUTSIDE : INSIDE] : [], ttl: 0 }));
  await ledger.honest('a stream is dialled where it was checked', opened(at(flips)), (address) => address === OUTSIDE);
  for (let again = 0; again < 5; again++) await ledger.refused('a name that turned inside is judged anew for a new stream', at(flips), 'egress.denied');
  await ledger.refused('mixed answers', at(world.dns.name('stream-mixed.test', () => ({ addresses: [OUTSIDE, INSIDE] }))), 'egress.denied');
  await ledger.refused('mixed answers, by datagrams', egress.datagrams({ host: world.dns.name('stream-mixed2.test', () => ({ addresses: [OUTSIDE, INSIDE] })), port: world.port }, never), 'egress.denied');
  await ledger.refused('a policy that names other networks', at(OUTSIDE, { policy: { allow: ['203.0.113.0/24'] } }), 'egress.denied');
  await ledger.refused('a host outside of the policy’s', at(OUTSIDE, { policy: { hosts: ['broker.example.com'] } }), 'egress.denied');
  await ledger.refused('no TLS where only TLS is allowed', at(OUTSIDE, { policy: { httpsOnly: true } }), 'egress.denied');
  await ledger.refused('a proxy does not make an inside address a good one', world.egress({ proxy: { url: `http://${OUTSIDE}:${world.port}` } }).connect({ host: INSIDE, port: world.port, secure: false }, never), 'egress.denied');
  await ledger.refused('datagrams don’t go around the proxy', world.egress({ proxy: { url: `http://${OUTSIDE}:${world.port}` } }).datagrams({ host: OUTSIDE, port: world.port }, never), 'egress.denied');

  const silent = await listen(OUTSIDE, 0, () => undefined);
  const began = performance.now();
  await ledger.refused('a TLS server that never answers', egress.connect({ host: OUTSIDE, port: portOf(silent), secure: true, connectMs: 200 }, never), 'timeout');
  const { secure } = await egress.connect({ host: OUTSIDE, port: portOf(silent), secure: false, connectMs: 200 }, never);
  await ledger.refused('TLS that begins later and is never answered', secure(never), 'timeout');
  ledger.holds('both are given up in time', performance.now() - began < 1_500);
  silent.close();

  const crowd = world.egress({ streams: 20 });
  const many = await Promise.allSettled(Array.from({ length: 100 }, () => crowd.connect({ host: OUTSIDE, port: world.port, secure: false }, never)));
  ledger.holds('there are so many streams at most', many.filter(({ status }) => status === 'fulfilled').length === 20);
  await crowd.close();
  ledger.holds('and none is left over when the hub stops', await settled(() => crowd.stats().streams === 0));

  const receiver = createSocket('udp4').bind(0, OUTSIDE);
  await once(receiver, 'listening');
  const ways = await egress.datagrams({ host: world.dns.name('udp.test', (type) => ({ addresses: type === 'A' ? [OUTSIDE] : [] })), port: receiver.address().port }, never);
  const arrived = once(receiver, 'message') as Promise<[Buffer]>;
  await ledger.honest('a datagram to the outside', ways.send(Buffer.from('hello')).then(() => arrived), ([bytes]) => bytes.toString() === 'hello');
  ways.close();
  receiver.close();
}

async function settled(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100 && !holds(); tries++) await new Promise((resolve) => { setTimeout(resolve, 10); });
  return holds();
}
