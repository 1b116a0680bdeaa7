/** ServiceNow takes any of three credentials, and the token that it gives for one of them is fetched again when it ran out. */
import { connectors } from '@patchbay/connectors';
import { type ConnectorCases, fileOf, type Vendor } from '@patchbay/connectors/testing';
import { afterEach, expect, test } from 'vitest';
import { openPlugin, type PluginHost } from '../doubles/plugin-host.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const close of open.splice(0).toReversed()) await close(); });

const { cases } = (await import(fileOf('servicenow', 'cases.ts'))) as { cases: ConnectorCases };
const { API_KEY, CLIENT } = (await import(fileOf('servicenow', 'double.ts'))) as { API_KEY: string; CLIENT: { id: string; secret: string } };

async function install(config: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>): Promise<{ vendor: Vendor; host: PluginHost }> {
  const vendor = await cases.start();
  open.push(() => vendor.close());
  const host = await openPlugin({ plugin: connectors.find(({ id }) => id === 'patchbay/servicenow')!, file: fileOf('servicenow', 'plugin.ts'), runtime: 'trusted', config: { base_url: vendor.url, ...config }, secrets });
  open.push(() => host.close());
  return { vendor, host };
}

const number = (output: unknown): unknown => (output as { number: unknown }).number;
const paths = ({ asked }: Vendor): string[] => asked.map(({ path }) => path);

test('an OAuth application gets a token, which is renewed once when ServiceNow takes it no more', async () => {
  const { vendor, host } = await install({ client_id: CLIENT.id }, { client_secret: CLIENT.secret });
  const before = paths(vendor).filter((path) => path === '/oauth_token.do').length;
  expect(number(await host.query('get_incident', { id: 'INC0010002' }))).toBe('INC0010002');
  vendor.next('expired');
  expect(number(await host.query('get_incident', { id: 'INC0010002' }))).toBe('INC0010002');
  expect(paths(vendor).filter((path) => path === '/oauth_token.do').length - before).toBeLessThanOrEqual(2);
  expect(vendor.asked.at(-1)!.headers['authorization']).toMatch(/^Bearer token-/);
});

test('an API key goes in its own header', async () => {
  const { vendor, host } = await install({}, { api_key: API_KEY });
  expect(number(await host.query('get_incident', { id: 'INC0010002' }))).toBe('INC0010002');
  expect(vendor.asked.at(-1)!.headers).toMatchObject({ 'x-sn-apikey': API_KEY });
  expect(vendor.asked.at(-1)!.headers['authorization']).toBeUndefined();
});

test('a wrong secret of the application is told as such', async () => {
  const { host } = await install({ client_id: CLIENT.id }, { client_secret: 'another-secret' });
  await expect(host.query('get_incident', { id: 'INC0010002' })).rejects.toMatchObject({ code: 'upstream.unauthorized' });
  expect(await host.health()).toMatchObject({ status: 'degraded' });
});
