import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testIo } from '../../testing/test-io.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';

let folder = '';
let hubs: Hub[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'declared-'));
  hubs = await Promise.all(['one', 'other'].map((name) => startHub({ listen: { port: 0 }, keeping: { dataDir: join(folder, name) }, observe: { level: 'silent' } })));
});
afterAll(async () => {
  for (const hub of hubs) await hub.stop();
  rmSync(folder, { recursive: true });
});

const tenant = `
kind: project
slug: shop
name: Shop
---
kind: environment
project: shop
slug: production
name: Production
tier: production
bring_up_pipeline: shop/deploy
labels: [z, a]
---
{ kind: pipeline, project: shop, name: deploy, provider: gitlab, gitlab: { project: acme/shop } }
---
{ kind: endpoint, name: billing, url: "https://billing.example.com/", project: shop, description: null, secret_headers: { X-Key: "\${env:HEADER}" }, timeout: 15 }
---
{ kind: secret, name: slack/token, value: "\${env:SECRET_SLACK_TOKEN_VALUE}" }
---
{ kind: installation, plugin: acme/probe, enabled: false }
`;
const env = { HEADER: 'very-secret-header', SECRET_SLACK_TOKEN_VALUE: 'very-secret-token' };

async function patchbay(at: number, line: string, more: Partial<Io> & { readonly stdin?: string; readonly answers?: readonly string[] } = {}) {
  const io = testIo({ home: folder, ...more, env: { PATCHBAY_URL: hubs[at]!.url, PATCHBAY_KEY: hubs[at]!.firstKey ?? '', ...env } });
  return { code: await main(line.split(' '), io), ...io.said };
}
const file = (text: string): string => {
  writeFileSync(join(folder, 'tenant.yaml'), text);
  return join(folder, 'tenant.yaml');
};

describe('a tenant in a file', () => {
  it('may name things by keys of several parts, in any order, and leave out a part that has a default', async () => {
    const made = await patchbay(0, `apply -f ${file(tenant)}`);
    expect(made).toMatchObject({ code: 0, out: 'project shop created\npipeline shop/deploy created\nenvironment shop/production created\nendpoint billing created\nsecret slack/token created\ninstallation acme/probe/default created\n' });
    expect(made.err).toBe('endpoint billing: its signing_secret would have been shown once, with --show-once.\n');
    expect((await patchbay(0, `apply --secrets on_create -f ${file(tenant)}`)).out.match(/unchanged/g)).toHaveLength(6);
    expect((await patchbay(0, `apply -f ${file(tenant)}`)).out).toContain('secret slack/token updated (value)');
  });

  it('comes out of the hub as a file that makes the same at another hub, without a secret in it', async () => {
    const { code, out, err } = await patchbay(0, 'export');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('---\nkind: environment\nproject: shop\nslug: production\nname: Production\ntier: production\nbring_up_pipeline: shop/deploy\nlabels:\n  - a\n  - z\n');
    expect(out).toContain('# What the hub does not show: secret_headers, auth_secret, signing_secret\n');
    expect(out).toContain('value: ${env:SECRET_SLACK_TOKEN_VALUE}');
    expect(out).not.toMatch(/timeout|very-secret|prj_|pipe_/);
    expect((await patchbay(1, 'apply -f -', { stdin: out })).code).toBe(0);
    expect((await patchbay(1, 'export')).out).toBe(out);
    expect((await patchbay(0, 'apply --check --secrets on_create -f -', { stdin: out })).code).toBe(0);
    expect(JSON.parse((await patchbay(1, 'export --only project -o json')).out)).toEqual([{ kind: 'project', slug: 'shop', name: 'Shop' }]);
  });

  it('is compared with the hub, value by value, and drift has an exit code', async () => {
    const drifted = file(tenant.replace('name: Production', 'name: Live').replace('[z, a]', '[a]'));
    const checked = await patchbay(0, `apply --check --diff --secrets on_create -f ${drifted}`);
    expect(checked).toMatchObject({ code: 9 });
    expect(checked.out).toContain('environment shop/production updated (dry run)\n  name: Production → Live\n  labels: a, z → a\n');
    const { out } = await patchbay(0, `apply --dry-run --diff -o json -f ${drifted}`);
    expect(JSON.parse(out)).toContainEqual(expect.objectContaining({ kind: 'secret', done: 'updated', changes: [{ field: 'value', before: null, after: '•••' }] }));
    expect(out).not.toContain('very-secret');
    expect((await patchbay(0, `apply --check --secrets on_create -f ${file(tenant)}`)).code).toBe(0);
  });

  it('that names what is not there says what was expected, and not that nothing was changed', async () => {
    const { code, out, err } = await patchbay(1, 'apply -f -', { stdin: '[{kind: project, slug: made, name: Made}, {kind: environment, project: nope, slug: a, name: A, tier: staging}]' });
    expect([code, out]).toEqual([7, 'project made created\nenvironment nope/a failed\n']);
    expect(err).toMatch(/There is no project nope\n {2}fix: Expected an id \(prj_…\) or <slug>/);
    expect(err).not.toContain('nothing was changed');
    await patchbay(1, 'delete project made --yes');
  });

  it('that declares nothing says so, and prunes nothing', async () => {
    expect(await patchbay(1, 'apply -f -', { stdin: '# nothing yet\n' })).toMatchObject({ code: 0, err: 'Nothing is declared in stdin.\n' });
    const pruned = await patchbay(1, 'apply -f - --prune environment --yes', { stdin: '' });
    expect(pruned).toMatchObject({ code: 2, out: '', err: expect.stringContaining('delete every environment') as string });
    expect((await patchbay(1, 'list environments')).out).toContain('production');
  });

  it('is all there is of the kinds that are pruned, if somebody says so', async () => {
    await patchbay(0, 'apply -f -', { stdin: '[{kind: project, slug: old, name: Old}, {kind: environment, project: old, slug: production, name: P, tier: staging}, {kind: api_key, name: old, scopes: ["*"]}]' });
    const declared = `apply --secrets on_create --prune project --prune environment --prune api_key -f ${file(tenant)}`;
    expect((await patchbay(0, `${declared} --dry-run`)).out).toMatch(/environment old\/production deleted \(dry run\)\napi_key old deleted \(dry run\)\nproject old deleted \(dry run\)\n$/);
    expect(await patchbay(0, declared)).toMatchObject({ code: 2 });
    expect(await patchbay(0, declared, { inIsTerminal: true, answers: ['n'] })).toMatchObject({ code: 1 });
    expect(await patchbay(0, `${declared} --yes`)).toMatchObject({ code: 0 });
    expect((await patchbay(0, `${declared} --check`)).code).toBe(0);
    expect((await patchbay(0, 'whoami')).code).toBe(0);
    const broken = await patchbay(0, `apply --yes --prune project -f -`, { stdin: '{kind: project, slug: shop, name: ""}' });
    expect(broken).toMatchObject({ code: 7, out: 'project shop failed\n' });
    expect(broken.err).toContain('Nothing is pruned');
    expect(await patchbay(0, `apply --prune event -f ${file(tenant)}`)).toMatchObject({ code: 2 });
  });

  it('shows once what is shown once, to who asks for it', async () => {
    const made = await patchbay(0, 'apply --show-once -f -', { stdin: '{kind: api_key, name: once, scopes: ["project:read"]}' });
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(/^api_key once created\n {2}key: pb_\w+ {2}\(shown only this once\)\n$/);
  });

  it('is deleted as a whole, the last first, and what waits for an approval says so', async () => {
    expect(await patchbay(1, `delete -f ${file(tenant)}`)).toMatchObject({ code: 2 });
    expect(await patchbay(1, `delete -f ${file(tenant)} shop`)).toMatchObject({ code: 2 });
    expect((await patchbay(1, `delete --dry-run -f ${file(tenant)}`)).out).toContain('project shop deleted (dry run)');
    const gone = await patchbay(1, `delete --yes -f ${file(tenant)}`);
    expect(gone.code).toBe(8);
    expect(gone.out).toBe('installation acme/probe/default deleted\nsecret slack/token failed\nendpoint billing deleted\nenvironment shop/production deleted\npipeline shop/deploy deleted\nproject shop deleted\n');
    expect(gone.err).toContain('approval.required');
    expect((await patchbay(1, `delete --yes -o json -f ${file(tenant.replace(/---\n\{ kind: secret.*\n/, ''))}`)).out).toBe('[]\n');
  });
});
