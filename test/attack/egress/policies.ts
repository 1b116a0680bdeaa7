/** What one policy opened, another must not use; and nobody's policy opens what the operator keeps shut. */
import type { EgressPolicy } from '@patchbay/egress';
import type { Ledger } from './ledger.ts';
import { get, INSIDE, never, OK, OUTSIDE, type World } from './world.ts';

export async function policies(world: World, ledger: Ledger): Promise<void> {
  const egress = world.egress();
  const url = `http://${OUTSIDE}:${world.port}/`;
  const named = `http://${world.dns.name('tenant.test', () => ({ addresses: [OUTSIDE] }))}:${world.port}/`;
  /** Kept alive, so that there is something to ride on. */
  world.outside.answer = (_, socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
  const warm = async () => { for (const each of [url, named]) await ledger.honest('a connection is open', get(egress, each)); };

  const strict: readonly (readonly [string, EgressPolicy])[] = [
    ['deny', { deny: [`${OUTSIDE}/32`] }],
    ['deny stronger than allow', { allow: [`${OUTSIDE}/32`], deny: [`${OUTSIDE}/32`] }],
    ['allow of other networks', { allow: ['1.1.1.0/24'] }],
    ['https only', { httpsOnly: true }],
    ['other hosts', { hosts: ['api.example.com', '*.example.com'] }],
    ['no host', { hosts: [] }],
    ['other ports', { ports: [443] }],
    ['deny as IPv6 clothes', { deny: [`::ffff:${OUTSIDE}/128`] }],
  ];
  for (const [name, policy] of strict) {
    await warm();
    const before = world.outside.seen.length;
    for (const each of [url, named]) {
      await ledger.refused(`${name}, with a warm connection of a laxer policy`, get(egress, each, { policy }), 'egress.denied');
      await ledger.refused(`${name}, the same in a new object`, get(egress, each, { policy: { ...policy } }), 'egress.denied');
    }
    ledger.holds(`${name}: nothing was sent`, world.outside.seen.length === before);
  }
  await warm();
  const storm = await Promise.all(Array.from({ length: 200 }, (_, n) => get(egress, n % 4 < 2 ? url : named, n % 2 === 0 ? {} : { policy: strict[n % 3]![1] }).then(() => n % 2 === 0, () => n % 2 === 1)));
  ledger.holds('200 at once with lax and strict policies: each gets its own verdict', storm.every(Boolean));

  const inside = `http://${INSIDE}:${world.port}/`;
  for (const allow of [['127.0.0.0/8'], ['0.0.0.0/0', '::/0'], [`::ffff:${INSIDE}/128`]]) await ledger.refused(`a tenant that allows itself ${allow.join()}`, get(egress, inside, { policy: { allow } }), 'egress.denied');
  await ledger.refused('a tenant that names an inside host', get(egress, `http://localhost:${world.port}/`, { policy: { hosts: ['localhost'] } }), 'egress.denied');
  await ledger.refused('a tenant’s proxy that is inside', get(egress, named, { policy: { proxy: { url: `http://${INSIDE}:${world.port}` } } }), 'egress.denied');
  await ledger.refused('a tenant’s proxy by a name that leads inside', get(egress, named, { policy: { proxy: { url: `http://localhost:${world.port}` } } }), 'egress.denied');
  await ledger.refused('a tenant’s proxy on the port of another protocol', get(egress, named, { policy: { proxy: { url: 'http://1.1.1.1:25' } } }), 'egress.denied');
  for (const policy of [{ allow: ['10.0.0.0/33'] }, { deny: ['*'] }, { hosts: ['*.*'] }, { hosts: ['a/b'] }, { proxy: { url: 'socks5://127.0.0.2:1080' } }, { proxy: { url: 'http://user:pass@127.0.0.2:3128' } }]) {
    await ledger.refused(`a policy that can’t be read: ${JSON.stringify(policy)}`, get(egress, url, { policy }), 'invalid');
  }

  const permitting = world.egress({ allow: [], permit: [`${OUTSIDE}/32`] });
  await ledger.refused('a permitted range without a policy that names it', get(permitting, url), 'egress.denied');
  await ledger.honest('a permitted range that the policy names', get(permitting, url, { policy: { allow: [`${OUTSIDE}/32`] } }));
  await ledger.refused('a permitted range stays shut to the others after that', get(permitting, url), 'egress.denied');
  const named2 = world.egress({ allow: [], hosts: ['tenant.test'] });
  await ledger.honest('a host that the operator names', get(named2, named));
  await ledger.refused('another host at the same address', get(named2, `http://${world.dns.name('other.test', () => ({ addresses: [OUTSIDE] }))}:${world.port}/`), 'egress.denied');
  for (const text of ['TENANT.test', 'tenant.test.']) await ledger.honest(`the operator’s host, written ${text}`, get(named2, named.replace('tenant.test', text)));
  for (const text of ['a.tenant.test', 'tenant.test.evil.test']) await ledger.refused(`a host that only looks like the operator’s: ${text}`, get(named2, named.replace('tenant.test', world.dns.name(text, () => ({ addresses: [OUTSIDE] })))), 'egress.denied');
  await ledger.refused('the operator’s host, with a tenant’s deny', get(named2, named, { policy: { deny: [OUTSIDE] } }), 'egress.denied');
  for (const address of ['169.254.170.2', '0.0.0.0', '224.0.0.1']) await ledger.refused(`the operator’s host, turned to ${address}`, get(world.egress({ hosts: [world.dns.name('turned.test', () => ({ addresses: [address] }))] }), 'http://turned.test/'), 'egress.denied');
  await ledger.refused('the operator’s host, turned to metadata', get(world.egress({ hosts: [world.dns.name('meta.test', () => ({ addresses: ['169.254.169.254'] }))] }), 'http://meta.test/'), 'egress.denied');
  await ledger.refused('the operator’s https only', get(world.egress({ httpsOnly: true }), url), 'egress.denied');
  await ledger.refused('the operator’s deny', get(world.egress({ deny: [`${OUTSIDE}/32`] }), url), 'egress.denied');

  const far = '1.1.1.1';
  const nat64 = '64:ff9b::101:101';
  const behind = world.dns.name('nat64.test', (type) => ({ addresses: type === 'AAAA' ? [nat64] : [] }));
  for (const host of [`[${nat64}]`, behind]) {
    const there = `http://${host}:${world.port}/`;
    for (const policy of [{ deny: [`${far}/32`] }, { deny: ['64:ff9b::/96'] }, { allow: ['64:ff9b::/96'], deny: [far] }, { allow: ['8.8.8.0/24'] }, { within: ['8.8.8.0/24'] }]) await ledger.refused(`NAT64, ${host} with ${JSON.stringify(policy)}`, get(egress, there, { policy }), 'egress.denied');
    await ledger.refused(`NAT64, ${host} with the operator’s deny`, get(world.egress({ deny: [far] }), there), 'egress.denied');
    for (const policy of [{ allow: ['1.1.1.0/24'] }, { within: [far] }, { allow: ['64:ff9b::/96'] }]) await ledger.honest(`NAT64, ${host} with ${JSON.stringify(policy)}`, egress.check(there, policy));
  }

  const mutable = { hosts: ['tenant.test'] };
  await ledger.honest('a policy', egress.send({ method: 'GET', url: named, policy: mutable }, never));
  world.outside.answer = (_, socket) => socket.end(OK);
}
