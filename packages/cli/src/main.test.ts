import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Hub, startHub } from '@patchbay/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as fromYaml } from 'yaml';
import { testIo } from '../testing/test-io.ts';
import { main } from './main.ts';

let folder = '';
let hub: Hub;
let key = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  hub = await startHub({ listen: { port: 0 }, keeping: { dataDir: join(folder, 'data') }, observe: { level: 'silent' } });
  key = hub.firstKey ?? '';
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

interface Ran { readonly code: number; readonly out: string; readonly err: string }
type With = Parameters<typeof testIo>[0];
const run = async (argv: readonly string[], more: With = {}): Promise<Ran> => {
  const io = testIo({ home: folder, ...more, env: { PATCHBAY_URL: hub.url, PATCHBAY_KEY: key, ...more.env } });
  const code = await main(argv, io);
  return { code, ...io.said };
};
const patchbay = (line: string, more: With = {}): Promise<Ran> => run(line.split(' '), more);
const json = async <T>(line: string, more: With = {}): Promise<T> => {
  const { code, out, err } = await patchbay(`${line} -o json`, more);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as T;
};
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
  return join(folder, name);
};

describe('patchbay login', () => {
  it('takes the key from a pipe or a hidden question, checks it, and keeps it for its owner alone', async () => {
    const home = join(folder, 'home');
    const env = { PATCHBAY_URL: '', PATCHBAY_KEY: '' };
    const piped = await patchbay(`login ${hub.url} --profile work`, { home, env, stdin: `${key}\n` });
    expect(piped).toMatchObject({ code: 0, err: '' });
    expect(piped.out).toContain('as first (key_');
    expect(piped.out).not.toContain(key);
    expect(statSync(join(home, '.config/patchbay/config.json')).mode & 0o777).toBe(0o600);
    expect((await patchbay(`login ${hub.url}`, { home, env, inIsTerminal: true, answers: [key] })).code).toBe(0);
    expect((await patchbay('whoami', { home, env })).out).toMatch(/name\s+first/);
  });

  it('takes variables that are set to nothing for none', async () => {
    const home = join(folder, 'bare');
    const env = { PATCHBAY_URL: '', PATCHBAY_KEY: '', PATCHBAY_TENANT: '', PATCHBAY_PROFILE: '' };
    expect((await patchbay(`login ${hub.url}`, { home, env, stdin: key })).out).toContain('Profile default is in');
    expect((await patchbay('login', { home, env, stdin: key })).out).toContain(`Logged in to ${hub.url}`);
  });

  it('keeps nothing of a key that the hub refuses', async () => {
    const home = join(folder, 'stranger');
    const refused = await patchbay(`login ${hub.url}`, { home, env: { PATCHBAY_KEY: '' }, stdin: 'pb_wrong' });
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(refused.err).toMatch(/^error credential\.invalid: .*\n {2}fix: .*\n {2}request_id: /);
    expect(refused.err).not.toContain('pb_wrong');
    expect(() => statSync(join(home, '.config'))).toThrow('ENOENT');
  });
});

describe('patchbay apply', () => {
  it('creates what is not there, changes what differs, and leaves the rest alone', async () => {
    const declared = file('projects.yaml', 'kind: project\nslug: one\nname: One\n---\nkind: project\nslug: two\nname: Two\n');
    expect((await patchbay(`apply -f ${declared}`)).out).toBe('project one created\nproject two created\n');
    expect((await patchbay(`apply -f ${declared}`)).out).toBe('project one unchanged\nproject two unchanged\n');
    file('projects.yaml', 'kind: project\nslug: one\nname: The one\n---\nkind: project\nslug: two\nname: Two\n');
    expect((await patchbay(`apply --dry-run -f ${declared}`)).out).toBe('project one updated (name) (dry run)\nproject two unchanged\n');
    expect((await patchbay(`apply -f -`, { stdin: readFileSync(declared, 'utf8') })).out).toBe('project one updated (name)\nproject two unchanged\n');
    expect(await json('get project one')).toMatchObject({ name: 'The one', version: 2 });
  });

  it('fills a secret in from the environment, and nobody reads it back', async () => {
    const declared = file('secret.yaml', 'kind: secret\nname: slack/token\nvalue: ${env:SLACK_TOKEN}\n');
    const applied = await patchbay(`apply -f ${declared}`, { env: { SLACK_TOKEN: 'xoxb-very-secret' } });
    expect(applied).toEqual({ code: 0, out: 'secret slack/token created\n', err: '' });
    expect((await patchbay('get secret slack/token -o json')).out).not.toContain('xoxb');
    expect(await patchbay(`apply -f ${declared}`)).toMatchObject({ code: 7, out: '' });
  });

  it('goes on after a failure, names it, and ends with its code', async () => {
    const declared = file('mixed.yaml', 'kind: project\nslug: three\nname: ""\n---\nkind: project\nslug: four\nname: Four\n');
    const mixed = await patchbay(`apply -f ${declared}`);
    expect(mixed).toMatchObject({ code: 7, out: 'project three failed\nproject four created\n' });
    expect(mixed.err).toMatch(/error input\.invalid: .*mixed\.yaml document 1: .*\n {2}name: /);
    expect(JSON.parse((await patchbay(`apply -o json -f ${declared}`)).out)).toMatchObject([{ kind: 'project', name: 'three', done: 'failed' }, { name: 'four', done: 'unchanged' }]);
  });
});

describe('patchbay get, list and delete', () => {
  it('show people a table, and programs JSON or YAML', async () => {
    const table = await patchbay('list projects --sort slug --limit 2');
    expect(table.out).toMatch(/^SLUG +NAME +ID +UPDATED_AT\nfour +Four +prj_\w+ +\S+\none +The one +prj_/);
    expect(table.err).toMatch(/^There are more: --all shows them, --cursor \S+ the next page\.\n$/);
    expect(await json('list project --all --sort -slug')).toMatchObject([{ slug: 'two' }, { slug: 'one' }, { slug: 'four' }]);
    expect(await json('list projects -f slug=two')).toHaveLength(1);
    expect(fromYaml((await patchbay('get project two -o yaml')).out)).toMatchObject({ slug: 'two', name: 'Two' });
    expect(await patchbay('list dashboards')).toMatchObject({ code: 1, out: '' }); // planned: 501
  });

  it('find a thing of several words by the names that apply shows', async () => {
    const declared = file('place.yaml', 'kind: project\nslug: nine\nname: Nine\n---\nkind: environment\nproject: nine\nslug: live\nname: Live\ntier: production\n');
    expect((await patchbay(`apply -f ${declared}`)).out).toContain('environment nine/live created');
    const { id } = await json<{ id: string }>('get environment nine/live');
    expect(await json('get environments project=nine,slug=live')).toMatchObject({ id });
    for (const nobody of ['nine/dead', 'ten/live', 'project=ten,slug=live']) expect(await patchbay(`get environment ${nobody}`)).toMatchObject({ code: 3, err: expect.stringContaining('List them: patchbay list environments') });
    expect(await patchbay('get environment live')).toMatchObject({ code: 2, err: expect.stringContaining('<project>/<slug>') });
    expect((await patchbay('delete environment nine/live --yes')).out).toBe('environment nine/live deleted\n');
    await patchbay('delete project nine --yes');
  });

  it('delete asks first, and a destructive deletion waits for somebody else', async () => {
    expect(await patchbay('delete project four')).toMatchObject({ code: 2, out: '' });
    expect(await patchbay('delete project four', { inIsTerminal: true, answers: ['n'] })).toMatchObject({ code: 1, err: 'Nothing was deleted.\n' });
    expect((await patchbay('delete project four --dry-run')).out).toBe('project four would be deleted\n');
    expect((await patchbay('delete project four --yes')).out).toBe('project four deleted\n');
    expect(await patchbay('get project four')).toMatchObject({ code: 3, out: '' });

    const waits = await patchbay('delete secret slack/token --yes -o json');
    expect(waits.code).toBe(8);
    const { approval_id } = (JSON.parse(waits.err) as { error: { approval_id: string } }).error;
    expect(await json('approvals list')).toMatchObject([{ id: approval_id, action: 'secret_delete' }]);
    expect(await patchbay(`approvals approve ${approval_id}`)).toMatchObject({ code: 4 });
    const second = await patchbay(`keys create second --scope * --data ${join(folder, 'data')}`);
    const approver = { env: { PATCHBAY_KEY: second.out.trim() } };
    expect((await patchbay(`approvals approve ${approval_id} -m fine`, approver)).out).toMatch(/: approved/);
    expect((await patchbay(`delete secret slack/token --yes --approval ${approval_id}`)).out).toBe('secret slack/token deleted\n');
  });
});

describe('patchbay keys', () => {
  it('shows a new key once, and a revoked one no longer works', async () => {
    const made = await patchbay('keys create reader -s project:read --expires 90d');
    expect(made.out).toMatch(/^pb_\w+\n$/);
    expect(made.err).toContain('shown only now');
    const reader = { env: { PATCHBAY_KEY: made.out.trim() } };
    expect((await patchbay('list projects', reader)).code).toBe(0);
    expect(await patchbay('call project_create -F slug=x -F name=X', reader)).toMatchObject({ code: 4 });
    expect((await patchbay('keys list')).out).toMatch(/reader +pb_\w+ +project:read +2030-04-01T/);
    expect((await patchbay('keys list -o json')).out).not.toContain(made.out.trim());
    expect((await patchbay('keys revoke reader')).out).toMatch(/revoked\n$/);
    expect((await patchbay('list projects', reader)).code).toBe(4);
  });
});

describe('patchbay keys create --data', () => {
  it('makes a key that ends when it was told to, and no store where there is none', async () => {
    expect((await patchbay(`keys create short -s * --expires 12h --rate-limit 7 --data ${join(folder, 'data')}`)).code).toBe(0);
    expect((await json<{ name: string; expires_at?: string; rate_limit?: number }[]>('keys list')).find(({ name }) => name === 'short')).toMatchObject({ expires_at: '2030-01-01T12:00:00.000Z', rate_limit: 7 });
    expect(await patchbay(`keys create past -s * --expires 2020-01-01T00:00:00Z --data ${join(folder, 'data')}`)).toMatchObject({ code: 7, out: '' });

    const typo = await patchbay(`keys create lost -s * --data ${join(folder, 'dta')}`);
    expect(typo).toMatchObject({ code: 7, out: '' });
    expect(typo.err).toMatch(/There is no store at .*dta/);
    expect(() => statSync(join(folder, 'dta'))).toThrow('ENOENT');
  });
});

describe('patchbay call', () => {
  it('takes the input as JSON, a file, stdin or fields with the types of the action', async () => {
    expect(await json<object>('call event_publish -F type=build.finished -F subject=shop -F data={"number":7}')).toHaveProperty('id');
    const [event] = await json<{ data: object }[]>('list events -f type=build.finished');
    expect(event?.data).toEqual({ number: 7 });
    expect((await patchbay(`call event_publish -i @${file('event.json', '{"type":"build.finished","subject":"7"}')}`)).code).toBe(0);
    expect((await patchbay(`call event_publish -i @${file('marked.json', '\uFEFF{"type":"build.finished","subject":"7"}')}`)).code).toBe(0); // as editors on Windows write it
    expect((await run(['call', 'event_publish', '-i', '-', '-F', 'subject=8'], { stdin: '{"type":"build.finished"}' })).code).toBe(0);
    expect(await patchbay('call event_publish -i {')).toMatchObject({ code: 2 });
    expect(await patchbay('call no_such_action')).toMatchObject({ code: 3 });
  });

  it('leaves a text a text that looks like a number, also in a change and for an action of a plugin', async () => {
    const { id } = await json<{ id: string }>('call project_create -F slug=4711 -F name=7 -F uid=1.0');
    expect(await json(`call project_update -F id=${id} -F uid=4711`)).toMatchObject({ slug: '4711', name: '7', uid: '4711' });
    expect(await json(`call project_update -F id=${id} -F uid=null`)).not.toHaveProperty('uid');
    await json('call plugin_install -i {"name":"slack","secrets":{"bot_token":"xoxb-0123456789"}}');
    const [installed] = await json<{ missing_permissions: string[] }[]>('list installations');
    await run(['call', 'plugin_enable', '-i', JSON.stringify({ name: 'slack', permissions: installed?.missing_permissions })]);
    expect((await patchbay('call slack_react -F channel=C000000000 -F ts=1732180000.000100 -F name=7 --dry-run')).err).toContain('action.no_dry_run');
  });

  it('says what a dry run would do, and does one thing once under one idempotency key', async () => {
    expect(await json('call project_create -F slug=dry -F name=Dry --dry-run')).toMatchObject({ slug: 'dry' });
    expect(await patchbay('get project dry')).toMatchObject({ code: 3 });
    const [a, b] = [await json<{ id: string }>('call project_create -F slug=once -F name=Once --idempotency-key k1'), await json<{ id: string }>('call project_create -F slug=once -F name=Once --idempotency-key k1')];
    expect(a.id).toBe(b.id);
    expect(await patchbay('call project_create -F slug=once -F name=Other')).toMatchObject({ code: 5 });
  });
});

describe('patchbay events and audit', () => {
  it('follows events from any place, and ends on Ctrl-C with 130', async () => {
    const events = await patchbay('events tail --type project.* --after 0 --count 2 -o json');
    expect(events.out.trim().split('\n').map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['project.created', 'project.created']);
    const stop = new AbortController();
    const following = patchbay('events tail', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    expect((await following).code).toBe(130);
  });

  it('verifies the trail and exports all of it, oldest first', async () => {
    expect((await patchbay('audit verify')).out).toMatch(/^intact: \d+ entries, head [0-9a-f]{64}\n$/);
    const { out, err } = await patchbay('audit export');
    const seqs = out.trim().split('\n').map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(err).toBe(`${seqs.length} entries exported\n`);
    const to = join(folder, 'audit.jsonl');
    expect((await patchbay(`audit export --to ${to}`)).code).toBe(0);
    expect(readFileSync(to, 'utf8').trim().split('\n')).toHaveLength(seqs.length);
    expect(await patchbay(`audit export --to ${to}`)).toMatchObject({ code: 1 });
    expect(readFileSync(to, 'utf8').trim().split('\n')).toHaveLength(seqs.length);
    expect(await patchbay(`audit export --since yesterday --to ${to}.2`)).toMatchObject({ code: 7 });
    expect((await patchbay(`audit export --since 2020-01-01T00:00:00Z --to ${to}.2`)).code).toBe(0);
  });
});

describe('patchbay start', () => {
  it('refuses a variable that is a setting but for a slip, and leaves those of other programs alone', async () => {
    const slipped = await patchbay('doctor', { env: { PATCHBAY_EGRES_DENY: '10.0.0.0/8' } });
    expect(slipped).toMatchObject({ code: 2, out: '' });
    expect(slipped.err).toContain('PATCHBAY_EGRES_DENY is no setting of a hub. Did you mean PATCHBAY_EGRESS_DENY?');
    const others = ['TOKEN', 'STATE', 'PROFILE', 'PLUGIN_KEY_FILE', 'IDLE_SECONDS', 'INPUT_OPERATION', 'WEBHOOK_SECRET', 'SERVICE_HOST', 'SERVICE_PORT', 'PORT_8085_TCP', 'PORT_8085_TCP_PORT', 'PORT_8085_TCP_ADDR'];
    expect((await patchbay(`doctor --data ${join(folder, 'data')}`, { env: Object.fromEntries(others.map((name) => [`PATCHBAY_${name}`, '1'])) })).code).not.toBe(2);
  });

  it('says how to go on: with npx, where npm started it and nobody has installed the command', async () => {
    const begin = async (data: string, env: Readonly<Record<string, string>>): Promise<string> => (await patchbay(`start --port 0 --data ${join(folder, data)} --log-level silent`, { env, signal: AbortSignal.abort() })).out;
    expect(await begin('installed', {})).toMatch(/another terminal:\n {2}patchbay login http/);
    expect(await begin('cloned', { npm_lifecycle_event: 'start' })).toMatch(/another terminal, in this folder:\n {2}npx patchbay login http/);
  });

  it('on a port that is taken leaves the first key for a start that shows it', async () => {
    const dataDir = join(folder, 'first');
    const taken = await patchbay(`start --port ${new URL(hub.url).port} --data ${dataDir} --log-level silent`);
    expect(taken).toMatchObject({ code: 1, out: '' });
    expect(taken.err).toContain('cli.port_taken');
    const started = await startHub({ listen: { port: 0 }, keeping: { dataDir }, observe: { level: 'silent' } });
    await started.stop();
    expect(started.firstKey).toMatch(/^pb_/);
  });
});

describe('patchbay doctor', () => {
  it('leaves a store of a former release to the next start', async () => {
    const data = join(folder, 'former');
    expect((await patchbay(`migrate --data ${data}`)).code).toBe(0);
    const digest = (change = ''): unknown => {
      using db = new DatabaseSync(join(data, 'hub.db'));
      db.exec(change);
      return db.prepare(`select value from store_fact where name = 'digest'`).get()?.['value'];
    };
    digest(`update store_fact set value = 'of another release' where name = 'digest'`);
    const store = (await json<{ check: string; state: string; says: string }[]>(`doctor --data ${data}`)).find(({ check }) => check === 'store');
    expect(store).toMatchObject({ state: 'ok', says: 'sqlite opens and answers; the next start brings it to this release' });
    expect(digest()).toBe('of another release');
  });

  it('misses the master key of a store that has secrets, and not of one that was only migrated', async () => {
    const data = join(folder, 'migrated');
    expect((await patchbay(`migrate --data ${data}`)).code).toBe(0);
    const key = async (): Promise<unknown> => (JSON.parse((await patchbay(`doctor --data ${data} -o json`)).out) as { check: string; state: string }[]).find(({ check }) => check === 'master key')?.state;
    expect(await key()).toBe('ok');
    await (await startHub({ listen: { port: 0 }, keeping: { dataDir: data }, observe: { level: 'silent' } })).stop();
    rmSync(join(data, 'master.key'));
    expect(await key()).toBe('bad');
  });

  it('tells a master key that is not that of the store', async () => {
    const data = join(folder, 'mistaken');
    const start = async (value: string): Promise<void> => (await startHub({ listen: { port: 0 }, keeping: { dataDir: data }, keys: { kind: 'environment', value }, observe: { level: 'silent' } })).stop();
    const [own, other] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
    await start(own);
    const finding = async (key: string): Promise<unknown> => (JSON.parse((await patchbay(`doctor --data ${data} -o json`, { env: { PATCHBAY_MASTER_KEY_KIND: 'environment', PATCHBAY_MASTER_KEY: key } })).out) as { check: string }[]).find(({ check }) => check === 'master key');
    expect(await finding(own)).toEqual({ check: 'master key', state: 'ok', says: 'comes from environment, and opens what is sealed' });
    expect(await finding(other)).toMatchObject({ state: 'bad', says: expect.stringContaining('wrapped with a master key that this hub does not have') });
  });

  it('looks at everything and names what is wrong', async () => {
    const findings = await json<{ check: string; state: string }[]>(`doctor --data ${join(folder, 'data')}`);
    expect(findings.map(({ check }) => check)).toEqual(['node', 'data folder', 'disk space', 'master key', 'store', 'port', 'hub', 'clock']);
    expect(findings.filter(({ state, check }) => state === 'bad' && check !== 'disk space')).toEqual([]);
    const sick = await patchbay(`doctor --data ${file('not-a-folder', '')}`, { env: { PATCHBAY_URL: 'http://127.0.0.1:1' } });
    expect(sick.code).toBe(1);
    expect(sick.out).toMatch(/bad {3}data folder {2}.*is no folder\n {10,}Name another/);
    expect(sick.out).toMatch(/bad {3}hub/);
  });
});

it('an unreachable hub is code 6, and help needs no hub', async () => {
  expect(await patchbay('audit export', { env: { PATCHBAY_URL: 'http://127.0.0.1:1' } })).toMatchObject({ code: 6, out: '' });
  expect((await patchbay('help keys create')).out).toContain('--expires WHEN');
  expect((await patchbay('completion bash')).out).toContain('role_binding');
  const { out } = await patchbay('version');
  expect(out).toMatch(/^patchbay \d/);
  for (const asked of ['--version', '-V']) expect(await patchbay(asked), asked).toMatchObject({ code: 0, out });
  expect(JSON.parse((await patchbay('--version -o json')).out)).toMatchObject({ node: process.version });
  expect((await patchbay('list --version')).err).toContain('list has no flag --version');
});

describe('patchbay backup and restore', () => {
  it('copy the store of a running hub, never over a file or a store, and bring all of it back elsewhere', async () => {
    await json('call project_create -F slug=kept -F name=Kept');
    const [data, copy, again] = [join(folder, 'data'), join(folder, 'hub.backup'), join(folder, 'again')];
    const taken = await json<{ rows: number }>(`backup --data ${data} ${copy}`);
    expect(taken.rows).toBeGreaterThan(3);
    expect((await patchbay(`backup --data ${data} ${copy}`)).err).toContain('exists already');
    expect((await patchbay(`restore --data ${data} ${copy}`)).code).not.toBe(0);
    expect(await json<{ rows: number }>(`restore --data ${again} ${copy}`)).toMatchObject({ rows: taken.rows });
    writeFileSync(join(again, 'master.key'), readFileSync(join(data, 'master.key')), { mode: 0o600 });
    const restored = await startHub({ listen: { port: 0 }, keeping: { dataDir: again }, observe: { level: 'silent' } });
    try {
      const env = { PATCHBAY_URL: restored.url };
      expect((await json<{ slug: string }[]>('list projects', { env })).map(({ slug }) => slug)).toContain('kept');
      expect((await patchbay('audit verify', { env })).code).toBe(0);
      expect(restored.firstKey).toBeUndefined();
    } finally {
      await restored.stop();
    }
  });
});
