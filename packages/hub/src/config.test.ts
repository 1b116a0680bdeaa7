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
    [{ PATCHBAY_PLUGIN_ISOLATION: 'container' }, 'PATCHBAY_PLUGIN_ISOLATION: expected thread or process'],
  ])('names the variable that is wrong: %o', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });
});
