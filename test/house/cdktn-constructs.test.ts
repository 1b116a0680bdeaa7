import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../conformance/iac/cdktn/project.ts';

/** Every construct once, and some of them in other ways. */
const PROGRAM = `
import { App, TerraformStack } from 'cdktn';
import { Announcement, CiLogin, DeliveryEnvironment, EphemeralVariable, HubProvider, literal, PatchbayProvider, Project, Template, Webhook } from '@patchbay/cdktn';
const app = new App({ context: { targetVersions: { terraform: '>=1.11' } } });
const stack = new TerraformStack(app, 'hub');
const provider = new HubProvider(stack, 'provider', { registry: 'hub.example.com', maxRetries: 3 });
if (!(provider instanceof PatchbayProvider)) throw new Error('it is no provider');
const shop = new Project(stack, 'shop', { slug: 'shop', name: 'Shop' });
const open = new Webhook(stack, 'open', { url: 'https://a.example.com', filter: { 'data.amount': { $gt: 5 }, 'data.team': shop.slug }, transform: 'export default (e) => \`\${e.type} of ' + shop.slug + '\`' });
new Template(stack, 'note', { name: 'note', title: open.publicKey, text: literal('\${untouched} %{too} of ' + shop.name) });
const token = new EphemeralVariable(stack, 'token', 'A token.');
const shared = new Webhook(stack, 'shared', { name: 'Shared', url: 'https://b.example.com', verifiedBy: { version: 3, keptAs: 'shared/key' } });
new Webhook(stack, 'given', { url: 'https://c.example.com', verifiedBy: { value: token.stringValue } });
new DeliveryEnvironment(stack, 'production', {
  project: shop, tier: 'production', secretVariables: { KEY: shared.secretName }, pipeline: { azureDevops: { organizationUrl: 'https://dev.azure.com/acme', project: 'shop', pipelineId: 12 }, timeout: 600 },
  login: { audience: 'https://hub.example.com', gitlab: { projectId: '42', environment: 'production' } },
});
new DeliveryEnvironment(stack, 'pr', { project: shop, tier: 'preview', name: 'Previews', pipeline: { name: 'up', jenkins: { url: 'https://j.example.com', job: 'up' } }, tearDown: { jenkins: { url: 'https://j.example.com', job: 'down' } } });
new CiLogin(stack, 'ci', { audience: 'https://hub.example.com', github: { repositoryId: '7', ref: 'refs/heads/main' }, scopes: ['event:write'], lifetime: 300 });
new CiLogin(stack, 'reviews', { audience: 'https://hub.example.com', gitlab: { projectId: '42', url: 'https://git.example.com/', protectedOnly: false } });
new Announcement(stack, 'failed', { on: ['deployment.failed'], filter: { 'data.tier': 'production' }, message: { title: 'It failed' }, to: [{ channel: 'slack', recipients: ['C0123456789'] }], severity: { atLeast: 'high' } });
const elsewhere = { provider: new HubProvider(stack, 'elsewhere', { alias: 'elsewhere' }) };
const far = new Project(stack, 'far', { ...elsewhere, slug: 'far', name: 'Far' });
new Webhook(stack, 'far-hook', { ...elsewhere, url: 'https://d.example.com', verifiedBy: { keptAs: 'far/key' } });
new DeliveryEnvironment(stack, 'far-away', {
  ...elsewhere, project: far, tier: 'staging', pipeline: { jenkins: { url: 'https://j.example.com', job: 'up' } }, tearDown: { jenkins: { url: 'https://j.example.com', job: 'down' } },
  login: { audience: 'https://far.example.com', github: { repositoryId: '7' } },
});
new CiLogin(stack, 'far-ci', { ...elsewhere, audience: 'https://far.example.com', github: { repositoryId: '7' } });
new Announcement(stack, 'far-news', { ...elsewhere, on: ['deployment.failed'], message: { title: 'It failed' }, to: [{ channel: 'slack', recipients: ['C0123456789'] }] });
app.synth();
`;

type Block = Readonly<Record<string, unknown>>;
interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly variable: Readonly<Record<string, Block>>;
  readonly provider: { readonly patchbay: readonly Block[] };
  readonly terraform: { readonly required_providers: Readonly<Record<string, Block>> };
}

let scratch: string;
let stack: Stack;
let manifest: Block;
const resources = (type: string): Block[] => Object.values(stack.resource[`patchbay_${type}`] ?? {});
const named = (type: string, name: string): Block => resources(type).find((each) => each['name'] === name || each['slug'] === name)!;
const addressed = (type: string, name: string): string => Object.entries(stack.resource[`patchbay_${type}`] ?? {}).find(([, each]) => each['name'] === name)![0];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'cdktn-constructs-'));
  const project = await openProject(scratch);
  manifest = JSON.parse(await readFile(join(project.folder, 'node_modules/@patchbay/cdktn/package.json'), 'utf8')) as Block;
  stack = JSON.parse(await project.synth(PROGRAM, 'hub')) as Stack;
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the constructs for cdktn', () => {
  test('a webhook is verified by a public key, which others may be given, and has no secret', () => {
    const open = named('endpoint', 'open');
    expect(open['signature']).toEqual({ profile: 'standard_ed25519' });
    expect(open['signing_secret']).toBeUndefined();
    expect(named('template', 'note')['title']).toBe(`\${patchbay_endpoint.${addressed('endpoint', 'open')}.public_key}`);
  });

  test('a filter is JSON with the references that stand in it', () => {
    expect(named('endpoint', 'open')['filter']).toBe('${jsonencode({"data.amount" = {"$gt" = 5}, "data.team" = patchbay_project.shop.slug})}');
  });

  test('a webhook that shares a secret asks the run for it, sends it again by its version, and has the hub keep it', () => {
    const secret = '${var.shared_signing_secret}';
    expect(stack.variable['shared_signing_secret']).toMatchObject({ ephemeral: true, sensitive: true, type: 'string' });
    expect(named('endpoint', 'Shared')).toMatchObject({ signature: { profile: 'standard' }, signing_secret: secret, signing_secret_version: 3 });
    expect(named('secret', 'shared/key')).toMatchObject({ value: secret, value_version: 3 });
    expect(named('environment', 'production')['secret_variables']).toEqual({ KEY: `\${patchbay_secret.${addressed('secret', 'shared/key')}.name}` });
  });

  test('a webhook takes a secret that is given, and then asks for none', () => {
    expect(named('endpoint', 'given')).toMatchObject({ signing_secret: '${var.token}', signing_secret_version: 1 });
    expect(Object.keys(stack.variable).sort()).toEqual(['far_hook_signing_secret', 'shared_signing_secret', 'token']);
  });

  test('an environment comes with the job that brings it up, in the one system that is named', () => {
    expect(named('pipeline', 'deploy production')).toMatchObject({ provider_name: 'azure_devops', azure_devops: { organization_url: 'https://dev.azure.com/acme', project: 'shop', pipeline_id: 12 }, timeout: 600, project: '${patchbay_project.shop.id}' });
    expect(named('environment', 'production')).toMatchObject({ slug: 'production', name: 'production', tier: 'production', bring_up_pipeline: `\${patchbay_pipeline.${addressed('pipeline', 'deploy production')}.id}` });
    expect(named('environment', 'production')['tear_down_pipeline']).toBeUndefined();
  });

  test('a preview has a job that takes it away', () => {
    expect(named('environment', 'pr')).toMatchObject({ name: 'Previews', bring_up_pipeline: `\${patchbay_pipeline.${addressed('pipeline', 'up')}.id}`, tear_down_pipeline: `\${patchbay_pipeline.${addressed('pipeline', 'tear down pr')}.id}` });
  });

  test('a CI logs in by ids that cannot be taken over, with no more than it needs', () => {
    expect(named('trust_policy', 'ci')).toMatchObject({ provider_name: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['https://hub.example.com'], claims: [{ claim: 'repository_id', values: ['7'] }, { claim: 'ref', values: ['refs/heads/main'] }], scopes: ['event:write'], lifetime: 300 });
    expect(named('trust_policy', 'hub-production')).toMatchObject({ provider_name: 'gitlab', issuer: 'https://gitlab.com', claims: [{ claim: 'project_id', values: ['42'] }, { claim: 'ref_protected', values: ['true'] }, { claim: 'environment', values: ['production'] }], scopes: ['deployment:write', 'deployment:read'] });
    expect(named('trust_policy', 'reviews')).toMatchObject({ issuer: 'https://git.example.com', claims: [{ claim: 'project_id', values: ['42'] }] });
  });

  test('an announcement is a rule that tells by its template', () => {
    expect(named('rule', 'failed')).toMatchObject({ kind: 'notify', event_types: ['deployment.failed'], template: `\${patchbay_template.${addressed('template', 'failed')}.id}`, notify: [{ channel: 'slack', recipients: ['C0123456789'] }], severity: { at_least: 'high' }, filter: '${jsonencode({"data.tier" = "production"})}' });
  });

  test('text of another language stays as it stands, and references in it stay references', () => {
    expect(named('template', 'note')['text']).toBe('$${untouched} %%{too} of ${patchbay_project.shop.name}');
    expect(named('endpoint', 'open')['transform']).toBe('export default (e) => `$${e.type} of ${patchbay_project.shop.slug}`');
  });

  test('the provider may come from a hub', () => {
    expect(stack.terraform.required_providers['patchbay']).toMatchObject({ source: 'hub.example.com/patchbay/patchbay' });
    expect(stack.provider.patchbay).toMatchObject([{ max_retries: 3 }, { alias: 'elsewhere' }]);
  });

  test('all that a construct declares goes to the hub that it is told', () => {
    const far = Object.entries(stack.resource).flatMap(([type, all]) => Object.entries(all).filter(([address]) => address.startsWith('far')).map(([, each]) => [type, each['provider']]));
    expect(far).toHaveLength(10);
    expect(far.filter(([, hub]) => hub !== 'patchbay.elsewhere')).toEqual([]);
  });
});

test('the package for cdktn says what it needs, and has types', () => {
  expect(manifest).toMatchObject({ name: '@patchbay/cdktn', type: 'commonjs', peerDependencies: { cdktn: '^0.24.0', constructs: '>=10.6.0 <10.8.0' }, exports: { '.': { types: './lib/constructs/index.d.ts', default: './lib/constructs/index.js' } } });
});
