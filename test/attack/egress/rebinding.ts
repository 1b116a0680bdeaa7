/** Names that change their mind, contradict themselves, or keep us waiting. */
import type { Ledger } from './ledger.ts';
import { get, INSIDE, OUTSIDE, type World } from './world.ts';

export async function rebinding(world: World, ledger: Ledger): Promise<void> {
  const { dns, port } = world;
  const egress = world.egress();
  const url = (name: string) => `http://${name}:${port}/`;

  const flips = dns.name('flip.test', (type, nth) => ({ addresses: type === 'A' ? [nth === 1 ? OUTSIDE : INSIDE] : [], ttl: 0 }));
  await ledger.honest('a name is dialled where it was checked', get(egress, url(flips)), ({ remoteAddress }) => remoteAddress === OUTSIDE);
  for (let again = 0; again < 5; again++) await ledger.refused('a name that turned inside is judged anew for a new connection', get(egress, url(flips)), 'egress.denied');
  await ledger.refused('the courtesy check asks anew as well', egress.check(url(flips)), 'egress.denied');

  const wild = dns.name('wild.test', (type, nth) => ({ addresses: type === 'A' ? [nth % 2 === 0 ? INSIDE : OUTSIDE] : [], ttl: 0 }));
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => get(egress, url(wild)).then(({ remoteAddress }) => remoteAddress, () => 'refused')));
  ledger.holds('a hundred at once on a name that flips: each dialled outside or nowhere', outcomes.every((each) => each === OUTSIDE || each === 'refused'));

  for (const [what, mixed] of [['two answers', [OUTSIDE, INSIDE]], ['inside first', [INSIDE, OUTSIDE]], ['a private one in the middle', [OUTSIDE, '10.0.0.1', OUTSIDE]], ['public and metadata', ['1.1.1.1', '169.254.169.254']]] as const) {
    await ledger.refused(`mixed answers: ${what}`, get(egress, url(dns.name(`mixed-${what.replaceAll(' ', '-')}.test`, () => ({ addresses: mixed })))), 'egress.denied');
  }
  await ledger.refused('mixed answers: good IPv4, inside IPv6', get(egress, url(dns.name('six.test', () => ({ addresses: [OUTSIDE, '::1'] })))), 'egress.denied');
  await ledger.refused('an alias that leads inside', get(egress, url(dns.name('alias.test', () => ({ addresses: [INSIDE], alias: 'public.test' })))), 'egress.denied');
  await ledger.refused('an alias of localhost', get(egress, url(dns.name('alias2.test', () => ({ addresses: [INSIDE], alias: 'localhost' })))), 'egress.denied');
  await ledger.refused('more addresses than an honest name has', get(egress, url(dns.name('crowd.test', (type) => ({ addresses: type === 'A' ? Array.from({ length: 70 }, (_, n) => `1.1.1.${n}`) : [] })))), 'dns');
  await ledger.refused('a name without an address', get(egress, url(dns.name('empty.test', () => ({ addresses: [] })))), 'dns');
  await ledger.refused('a name server that talks nonsense', get(egress, url(dns.name('garbage.test', () => 'garbage'))), 'dns');

  const began = performance.now();
  await ledger.refused('a name server that is silent', get(egress, url(dns.name('silent.test', () => 'silence'))), 'dns');
  ledger.holds('a silent name server is given up within 3.5 s', performance.now() - began < 3_500);

  const stuck: Promise<unknown>[] = [];
  for (let n = 0; n < 200; n++) {
    stuck.push(get(egress, url(dns.name(`stuck${n}.test`, () => 'silence'))).catch(() => undefined));
    if (n % 20 === 0) await new Promise((resolve) => { setTimeout(resolve, 1); }); // the double's own line is short
  }
  const honest = performance.now();
  await ledger.honest('200 silent name servers don’t hold up another name', get(egress, url(dns.name('fine.test', () => ({ addresses: [OUTSIDE] })))), () => performance.now() - honest < 1_000);
  await Promise.all(stuck);

  const often = dns.name('often.test', () => ({ addresses: [OUTSIDE], ttl: 60 }));
  await Promise.all(Array.from({ length: 50 }, () => get(egress, url(often))));
  ledger.holds('a name is asked once for many connections at once', dns.asked(often) <= 2);
}
