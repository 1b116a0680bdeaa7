import { expect, test } from 'vitest';
import { createAddressGuard } from './address-guard.ts';

const guard = createAddressGuard({});

test('public addresses may be reached', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.1', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '198.17.0.1', '198.20.0.1', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001::200e', '2001:4860:4860::8888', '64:ff9b::8.8.8.8']) {
    expect(guard.refuses(address), address).toBeUndefined();
  }
});

test.for([
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1', '::ffff:192.168.0.1', '64:ff9b::10.0.0.1']],
  ['link-local', ['169.254.0.1', 'fe80::1', 'febf::1']],
  ['cloud metadata', ['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '168.63.129.16', '192.0.0.192']],
  ['shared', ['100.64.0.1', '100.127.255.255']],
  ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
  ['reserved', ['0.0.0.0', '0.1.2.3', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '255.255.255.255', '::', '::7f00:1', '::8.8.8.8', '::2', '::ffff:0:8.8.8.8', '::5efe:8.8.8.8', '100::1', '64:ff9b:1::1', '64:ff9b:1::8.8.8.8', '64:ff9b::1:0:0', '64:ff9b::203.0.113.1', '2001::1', '2001:0:808:808::1', '2001:10::1', '2001:db8::1', '2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1', '3fff::1', '4000::1', '5f00::1']],
  ['not an address', ['', 'localhost', 'fe80::1%eth0', '0x7f000001']],
] as const)('%s addresses are refused in all their clothes', ([why, addresses]) => {
  for (const address of addresses) expect(guard.refuses(address), address).toBe(why);
});

test('the operator can allow a range, and only that one', () => {
  const wider = createAddressGuard({ allow: ['10.20.0.0/16', 'fd00::/8'] });
  for (const address of ['10.20.0.1', '::ffff:10.20.0.1', '64:ff9b::10.20.0.1', 'fd00::1']) expect(wider.refuses(address), address).toBeUndefined();
  for (const address of ['10.21.0.1', '127.0.0.1', 'fe80::1', '::ffff:10.21.0.1', '64:ff9b::10.21.0.1']) expect(wider.refuses(address), address).toBeDefined();
});

test('a range that can’t be read stops the start', () => {
  expect(() => createAddressGuard({ allow: ['10.20.0.0/160'] })).toThrow('10.20.0.0/160');
});

test('a policy narrows what the operator opens and opens nothing itself', () => {
  const guard = (policy: Parameters<typeof createAddressGuard>[1]) => createAddressGuard({ allow: ['10.20.0.0/16'] }, policy);
  expect(guard({ allow: ['8.8.8.0/24'] }).refuses('8.8.8.8')).toBeUndefined();
  expect(guard({ allow: ['8.8.8.0/24'] }).refuses('1.1.1.1')).toBe('unlisted');
  expect(guard({ allow: ['8.8.8.0/24'] }).refuses('10.20.0.1')).toBe('unlisted');
  expect(guard({ allow: ['10.0.0.0/8'] }).refuses('10.20.0.1')).toBeUndefined();
  expect(guard({ allow: ['10.0.0.0/8'] }).refuses('10.21.0.1')).toBe('private');
  expect(guard({ allow: ['0.0.0.0/0'] }).refuses('127.0.0.1')).toBe('loopback');
});

test('whoever stands above a policy narrows it once more', () => {
  const guard = createAddressGuard({ permit: ['10.30.0.0/16'] }, { allow: ['8.8.8.0/24', '10.30.1.0/24'], within: ['8.8.8.8', '10.30.0.0/16'] });
  for (const address of ['8.8.8.8', '10.30.1.1']) expect(guard.refuses(address)).toBeUndefined();
  for (const address of ['8.8.8.9', '10.30.2.1', '1.1.1.1']) expect(guard.refuses(address)).toBe('unlisted');
  expect(createAddressGuard({}, { within: ['8.8.8.0/24'] }).refuses('1.1.1.1')).toBe('unlisted');
});

test('deny is stronger than any allow, in all clothes of an address', () => {
  const guard = createAddressGuard({ allow: ['10.20.0.0/16'] }, { allow: ['10.20.0.0/16'], deny: ['10.20.5.0/24'] });
  expect(guard.refuses('10.20.4.1')).toBeUndefined();
  for (const address of ['10.20.5.1', '::ffff:10.20.5.1']) expect(guard.refuses(address)).toBe('denied');
  for (const guard of [createAddressGuard({ deny: ['8.8.8.8'] }), createAddressGuard({}, { deny: ['8.8.8.0/24'] }), createAddressGuard({}, { allow: ['64:ff9b::/96'], deny: ['8.8.8.8'] })]) {
    for (const address of ['8.8.8.8', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b::808:808']) expect(guard.refuses(address), address).toBe('denied');
    expect(guard.refuses('64:ff9b::8.8.9.8')).not.toBe('denied');
  }
});

test('a list of IPv4 networks holds what NAT64 makes of their addresses, and nothing else', () => {
  for (const policy of [{ allow: ['8.8.8.0/24'] }, { within: ['8.8.8.0/24'] }, { allow: ['0.0.0.0/0'], within: ['8.8.8.8'] }]) {
    const guard = createAddressGuard({}, policy);
    expect(guard.refuses('64:ff9b::8.8.8.8')).toBeUndefined();
    for (const address of ['64:ff9b::1.1.1.1', '64:ff9b::10.0.0.1', '2002:808:808::', '64:ff9b:1::8.8.8.8']) expect(guard.refuses(address), address).toBeDefined();
  }
  expect(createAddressGuard({}, { allow: ['10.0.0.0/8'] }).refuses('64:ff9b::10.0.0.1')).toBe('private');
  const permitting = createAddressGuard({ permit: ['10.30.0.0/16'] }, { allow: ['10.30.1.0/24'] });
  expect([permitting.refuses('64:ff9b::10.30.1.1'), permitting.refuses('64:ff9b::10.30.2.1')]).toEqual([undefined, 'unlisted']);
});

test('a list may name NAT64 itself, which says nothing of IPv4', () => {
  const [denying, allowing] = [createAddressGuard({}, { deny: ['64:ff9b::/96'] }), createAddressGuard({}, { allow: ['64:ff9b::/96'] })];
  expect([denying.refuses('64:ff9b::8.8.8.8'), denying.refuses('8.8.8.8')]).toEqual(['denied', undefined]);
  expect([allowing.refuses('64:ff9b::8.8.8.8'), allowing.refuses('8.8.8.8'), allowing.refuses('64:ff9b::10.0.0.1')]).toEqual([undefined, 'unlisted', 'private']);
  expect(createAddressGuard({}, { deny: ['64:ff9b::8.8.8.8'] }).refuses('64:ff9b::1.1.1.1')).toBeUndefined();
});

test('a permitted range opens to a policy that names it, and to no other', () => {
  const operator = { permit: ['10.30.0.0/16'] };
  expect(createAddressGuard(operator).refuses('10.30.0.1')).toBe('private');
  expect(createAddressGuard(operator, { allow: ['10.30.1.0/24'] }).refuses('10.30.1.1')).toBeUndefined();
  expect(createAddressGuard(operator, { allow: ['10.30.1.0/24'] }).refuses('10.30.2.1')).toBe('unlisted');
});

test('a host that the operator names may lead inside, and nowhere else that is closed', () => {
  const guard = createAddressGuard({ hosts: ['Jenkins.internal'] });
  for (const address of ['10.0.0.1', '127.0.0.1', '100.64.0.1', 'fd00::1', '::1', '64:ff9b::10.0.0.1', '8.8.8.8']) expect(guard.refuses(address, 'jenkins.internal'), address).toBeUndefined();
  expect(guard.refuses('10.0.0.1', 'jenkins.internal.')).toBeUndefined();
  for (const host of ['other.internal', 'a.jenkins.internal', 'xjenkins.internal', '10.0.0.1', '']) expect(guard.refuses('10.0.0.1', host), host).toBe('private');
  for (const address of ['169.254.169.254', '64:ff9b::169.254.169.254', 'fd00:ec2::23', '100.100.100.200']) expect(guard.refuses(address, 'jenkins.internal'), address).toBe('cloud metadata');
  for (const address of ['169.254.170.2', 'fe80::1', '0.0.0.0', '224.0.0.1', '::ffff:8.8.8.8', '64:ff9b:1::10.0.0.1']) expect(guard.refuses(address, 'jenkins.internal'), address).toBeDefined();
});

test('a policy narrows a host that the operator names like any other', () => {
  const guard = (policy: Parameters<typeof createAddressGuard>[1]) => createAddressGuard({ hosts: ['jenkins.internal'] }, policy);
  expect(guard({ deny: ['10.0.0.0/8'] }).refuses('10.0.0.1', 'jenkins.internal')).toBe('denied');
  expect(guard({ allow: ['8.8.8.0/24'] }).refuses('10.0.0.1', 'jenkins.internal')).toBe('unlisted');
});

test('a host that is a pattern or an address stops the start', () => {
  for (const host of ['*.internal', '10.0.0.1', 'jenkins.internal:8080', '']) expect(() => createAddressGuard({ hosts: [host] }), host).toThrow('is not an exact host name; expected one like jenkins.internal');
});

test('a public IPv4 address in IPv6 clothes is refused: no honest resolver answers one', () => {
  expect(guard.refuses('::ffff:8.8.8.8')).toBe('reserved');
});
