// The connector of a code host and the deployments of the hub together: its webhook brings previews, its actions say how they go.
import { createHmac } from 'node:crypto';
import { connectors } from '@patchbay/connectors';
import { fileOf, type Vendor } from '@patchbay/connectors/testing';
import { afterEach, expect, test } from 'vitest';
import { openPlugin } from '../doubles/plugin-host.ts';
import { BRING_UP, type DeploymentHub, eventually, type Listed, type Preview, startDeploymentHub, TEAR_DOWN } from './deployment-hub.ts';

const { startGithub, SHA, PAT } = (await import(fileOf('github', 'double.ts'))) as { startGithub: () => Promise<Vendor>; SHA: string; PAT: string };

let home: DeploymentHub | undefined;
let vendor: Vendor | undefined;
afterEach(async () => { await home?.stop(); await vendor?.close(); home = undefined; });

const pullRequest = (state: 'open' | 'closed', fork: boolean) => ({ number: 42, title: 'A new basket', state, head: { ref: 'basket', sha: SHA, repo: { id: fork ? 9 : 4711 } }, base: { ref: 'main', repo: { id: 4711 } } });

async function post(action: string, state: 'open' | 'closed', fork = false): Promise<number> {
  const text = JSON.stringify({ action, repository: { id: 4711, name: 'shop', owner: { login: 'acme' } }, pull_request: pullRequest(state, fork) });
  const signature = createHmac('sha256', vendor!.secrets['webhook_secret']!).update(text).digest('hex');
  return (await fetch(`${home!.hub.url}/v1/webhooks/github`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': crypto.randomUUID(), 'x-hub-signature-256': `sha256=${signature}` } })).status;
}

async function start(): Promise<void> {
  vendor = await startGithub();
  home = await startDeploymentHub({ config: { deliveries: { egressAllow: ['127.0.0.0/8', '::1/128'] } }, ports: { builtIn: connectors.filter(({ id }) => id === 'patchbay/github') } });
  const installed = await home.call<{ missing_permissions: string[] }>('POST', 'tools/plugin_install', { name: 'patchbay/github', config: vendor.config, secrets: vendor.secrets });
  const enabled = await home.call('POST', 'tools/plugin_enable', { name: 'patchbay/github', permissions: installed.missing_permissions });
  if (enabled.status_code !== 200) throw new Error(JSON.stringify([installed, enabled]));
  await home.environment({ slug: 'preview', name: 'Preview', tier: 'preview', bring_up: BRING_UP, tear_down: TEAR_DOWN, url_template: 'https://{{environment.slug}}.example.com' });
}

const previews = async (): Promise<readonly Preview[]> => (await home!.call<Listed<Preview>>('GET', 'previews?sort=id')).items;
const sent = (method: string, path: RegExp): readonly { readonly body: unknown }[] => vendor!.asked.filter((each) => each.method === method && path.test(each.path));

test('a webhook of the GitHub connector brings a preview up, and the pull request has one comment and one status that follow it', async () => {
  await start();
  expect(await post('opened', 'open')).toBe(202);
  const [preview] = await eventually(previews, (all) => all[0]?.status === 'up');
  expect(preview).toMatchObject({ status: 'up', url: 'https://preview-42.example.com' });
  const statuses = () => sent('POST', new RegExp(`/statuses/${SHA}$`)).map(({ body }) => (body as { state: string }).state);
  await eventually(statuses, (all) => all.at(-1) === 'success');
  expect(statuses().at(-1)).toBe('success');
  await post('closed', 'closed');
  await eventually(() => sent('PATCH', /\/issues\/comments\//), (all) => all.some(({ body }) => JSON.stringify(body).includes('| down |')));
  expect(sent('POST', /\/issues\/42\/comments$/)).toHaveLength(1);
  expect((await previews())[0]).toMatchObject({ status: 'down', outcome: 'closed' });
}, 40_000);

test('a fork gets no preview by the connector either', async () => {
  await start();
  await post('opened', 'open', true);
  expect(await eventually(() => home!.events('preview.'), (all) => all.length > 0)).toMatchObject([{ type: 'preview.refused', data: { reason: 'fork' } }]);
  expect(await previews()).toEqual([]);
}, 40_000);

test('with the token of a person GitHub takes statuses and refuses checks, which are for Apps', async () => {
  vendor = await startGithub();
  const host = await openPlugin({ plugin: connectors.find(({ id }) => id === 'patchbay/github')!, file: fileOf('github', 'plugin.ts'), runtime: 'trusted', config: { base_url: vendor.url }, secrets: { token: PAT } });
  try {
    expect(await host.action('commit_status', { owner: 'acme', repository: 'shop', commit: SHA, state: 'success' })).toMatchObject({ state: 'success', context: 'patchbay' });
    await expect(host.action('create_check', { owner: 'acme', repository: 'shop', commit: SHA, name: 'x' })).rejects.toMatchObject({ code: 'upstream.forbidden' });
    expect(new Set(vendor.asked.map(({ headers }) => headers['authorization']))).toEqual(new Set([`Bearer ${PAT}`]));
  } finally {
    await host.close();
  }
});
