import { tmpdir } from 'node:os';
import { endpointResource } from '@patchbay/contracts';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toMatchObject({ listen: { host: '127.0.0.1', port: 8085 }, keys: { kind: 'file' }, limits: { approvalSeconds: 86_400 } });
  });
  test('reads numbers, lists and switches from the environment', () => {
    const config = readConfig({ PATCHBAY_PORT: '9000', PATCHBAY_CORS_ORIGINS: 'https://a.example, https://b.example', PATCHBAY_GRAPHQL_INTROSPECTION: 'false', PATCHBAY_MASTER_KEY_EGRESS_ALLOW: '10.0.0.0/8' });
    expect([config.listen.port, config.listen.corsOrigins, config.limits.graphqlIntrospection, config.keys.egressAllow]).toEqual([9000, ['https://a.example', 'https://b.example'], false, ['10.0.0.0/8']]);
  });
  test('reads exact names that may lead inside', () => {
    expect(readConfig({}).deliveries.egressHosts).toEqual([]);
    expect(readConfig({ PATCHBAY_EGRESS_HOSTS: 'jenkins.internal, localhost' }).deliveries.egressHosts).toEqual(['jenkins.internal', 'localhost']);
  });
  test.each(['*.internal', '*', '10.0.0.1', '[::1]', '2130706433', '10.0.0.0/8', 'jenkins.internal:8080', 'http://jenkins.internal', 'jenkins.internal,'])('refuses what is not an exact name: %s', (hosts) => {
    expect(() => readConfig({ PATCHBAY_EGRESS_HOSTS: hosts })).toThrow('PATCHBAY_EGRESS_HOSTS: expected exact host names like jenkins.internal');
  });
  test('refuses what is no address that a receiver could see, and a number of nothing but spaces, which would be 0: kept for ever, any port', () => {
    expect(readConfig({ PATCHBAY_EGRESS_SOURCE_ADDRESSES: '203.0.113.7, 2001:db8::/48' }).deliveries.sourceAddresses).toEqual(['203.0.113.7', '2001:db8::/48']);
    expect(() => readConfig({ PATCHBAY_EGRESS_SOURCE_ADDRESSES: '203.0.113.7,nat.example.com' })).toThrow('PATCHBAY_EGRESS_SOURCE_ADDRESSES: "nat.example.com" is not an IP range');
    for (const name of ['PATCHBAY_PORT', 'PATCHBAY_EVENT_RETENTION_SECONDS', 'PATCHBAY_DRAIN_MS']) expect(() => readConfig({ [name]: ' ' })).toThrow(`${name}: `);
  });
  test('prefers what is given on the command line', () => {
    expect(readConfig({ PATCHBAY_PORT: '9000', PATCHBAY_HOST: '0.0.0.0' }, { listen: { port: 9001 } }).listen).toMatchObject({ port: 9001, host: '0.0.0.0' });
  });
  test.each([
    [{ PATCHBAY_PORT: 'many' }, 'PATCHBAY_PORT'],
    [{ PATCHBAY_PORT: '70000' }, 'PATCHBAY_PORT'],
    [{ PATCHBAY_DATABASE_URL: 'mysql://x' }, 'PATCHBAY_DATABASE_URL: expected postgres://'],
    [{ PATCHBAY_GRAPHQL_INTROSPECTION: 'perhaps' }, 'PATCHBAY_GRAPHQL_INTROSPECTION'],
    [{ PATCHBAY_MASTER_KEY_KIND: 'paper' }, 'PATCHBAY_MASTER_KEY_KIND'],
    [{ PATCHBAY_EGRESS_PROXY: 'socks5://127.0.0.1:1080' }, 'PATCHBAY_EGRESS_PROXY: expected http://host:port'],
    [{ PATCHBAY_EGRESS_ALLOW: '10.0.0.0/8,intranet' }, 'PATCHBAY_EGRESS_ALLOW: "intranet" is not an IP range'],
    [{ PATCHBAY_EGRESS_DENY: '10.0.0.1/8' }, 'PATCHBAY_EGRESS_DENY: 10.0.0.1/8 has bits set'],
    [{ PATCHBAY_MASTER_KEY_EGRESS_ALLOW: 'vault' }, 'PATCHBAY_MASTER_KEY_EGRESS_ALLOW: "vault" is not an IP range'],
    [{ PATCHBAY_TRUST_PROXY: 'proxy.internal' }, 'PATCHBAY_TRUST_PROXY: expected addresses or ranges'],
    [{ PATCHBAY_TRUST_PROXY: '10.0.0.0/33' }, 'PATCHBAY_TRUST_PROXY: expected addresses or ranges'],
    [{ PATCHBAY_CORS_ORIGINS: 'https://console.example.com/' }, 'PATCHBAY_CORS_ORIGINS: expected origins like https://console.example.com'],
    [{ PATCHBAY_VAULT_ADDRESS: 'vault.internal:8200', PATCHBAY_MASTER_KEY_KIND: 'vault_transit' }, 'PATCHBAY_VAULT_ADDRESS: expected an address that begins with http'],
    [{ PATCHBAY_OTLP_ENDPOINT: 'collector:4318' }, 'PATCHBAY_OTLP_ENDPOINT: expected an address that begins with http'],
    [{ PATCHBAY_AWS_REGION: 'Frankfurt am Main' }, 'PATCHBAY_AWS_REGION: expected a region'],
    [{ PATCHBAY_EGRESS_PROXY: 'http://me:secret@proxy:3128' }, 'PATCHBAY_EGRESS_PROXY: expected no user and no password in it'],
    [{ PATCHBAY_MASTER_KEY: 'c2VjcmV0' }, 'PATCHBAY_MASTER_KEY: it is not used, because PATCHBAY_MASTER_KEY_KIND is file'],
    [{ PATCHBAY_VAULT_KEY: 'hub' }, 'PATCHBAY_VAULT_KEY: it is not used'],
    [{ PATCHBAY_MASTER_KEY_KIND: 'environment', PATCHBAY_MASTER_KEY: 'c2VjcmV0', PATCHBAY_MASTER_KEY_FILE: '/etc/patchbay.key' }, 'PATCHBAY_MASTER_KEY_FILE: it is not used, because PATCHBAY_MASTER_KEY_KIND is environment'],
    [{ PATCHBAY_OTLP_HEADERS: 'authorization=Bearer x' }, 'PATCHBAY_OTLP_HEADERS: it is not used, because PATCHBAY_OTLP_ENDPOINT is not set: set that, or leave this out'],
    [{ PATCHBAY_EGRESS_PROXY_AUTHORIZATION: 'Basic eDp5' }, 'PATCHBAY_EGRESS_PROXY_AUTHORIZATION: it is not used, because PATCHBAY_EGRESS_PROXY is not set: set that, or leave this out'],
    [{ PATCHBAY_PROVIDER_RELEASES: '/nowhere/at/all' }, 'PATCHBAY_PROVIDER_RELEASES: expected a folder with releases of the provider, and there is none at /nowhere/at/all'],
    [{ PATCHBAY_PROVIDER_RELEASES: process.execPath }, 'PATCHBAY_PROVIDER_RELEASES: expected a folder with releases of the provider, and there is none at'],
    [{ PATCHBAY_DELIVERY_LEASE_MS: '30000' }, 'PATCHBAY_DELIVERY_LEASE_MS: expected more than 30000, which one attempt may take, and 30000 came'],
    [{ PATCHBAY_PLUGIN_ISOLATION: 'container' }, 'PATCHBAY_PLUGIN_ISOLATION: expected thread or process'],
  ])('names the variable that is wrong: %o', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });
  test('takes a folder of releases, and leases that last longer than an attempt may', () => {
    expect(readConfig({ PATCHBAY_PROVIDER_RELEASES: tmpdir(), PATCHBAY_DELIVERY_LEASE_MS: '30001' }).deliveries.leaseMs).toBe(30_001);
    expect(endpointResource.fields.timeout.safeParse(30).success && !endpointResource.fields.timeout.safeParse(31).success).toBe(true);
  });
  test('takes what goes with an address, beside that address', () => {
    const { observe, deliveries } = readConfig({ PATCHBAY_OTLP_ENDPOINT: 'http://collector:4318', PATCHBAY_OTLP_HEADERS: 'authorization=Bearer x', PATCHBAY_EGRESS_PROXY: 'http://proxy:3128', PATCHBAY_EGRESS_PROXY_AUTHORIZATION: 'Basic eDp5' });
    expect([observe.otlpHeaders, deliveries.proxyAuthorization]).toEqual(['authorization=Bearer x', 'Basic eDp5']);
  });
  test('takes what proxies and ranges may look like', () => {
    const environment = { PATCHBAY_TRUST_PROXY: 'loopback, 10.1.2.3, 10.0.0.0/8, fd00::/8', PATCHBAY_EGRESS_ALLOW: '10.20.0.0/16,fd00::/8', PATCHBAY_CORS_ORIGINS: 'https://a.example:8443, vscode-webview://abc', PATCHBAY_MASTER_KEY_KIND: 'environment', PATCHBAY_MASTER_KEY: 'c2VjcmV0' };
    expect(readConfig(environment).listen.trustProxy).toEqual(['loopback', '10.1.2.3', '10.0.0.0/8', 'fd00::/8']);
  });
});
