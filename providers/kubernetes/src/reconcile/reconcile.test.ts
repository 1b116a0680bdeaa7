import { HubError } from '@patchbay/client';
import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import type { Fields } from '@patchbay/reconcile';
import { expect, test } from 'vitest';
import { KubeError } from '../api/kube-error.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { ADOPT, API_VERSION, DELETION_POLICY, DRY_RUN, FINALIZER } from '../crd/names.ts';
import { kindsOf } from '../kinds.ts';
import { createMetrics } from '../metrics.ts';
import { conditionsIn, idIn } from '../object/status.ts';
import type { Context } from './context.ts';
import { createLinks } from './links.ts';
import { reconcile } from './reconcile.ts';

const kinds = kindsOf((read as unknown as CatalogDocument).resources); // npm run catalog writes the file from this type
const forever = new AbortController().signal;
const refused = (code: string, details: Fields = {}): HubError => new HubError(code, { code, status: 409, fix: '', issues: [], requestId: 'r', retryable: false, details });

type Wish = Readonly<Record<string, string>>;
const object = (name: string, annotations: Wish = {}, spec: Fields = { slug: 'shop', name: 'Declared' }, kind = 'Project'): KubeObject =>
  ({ apiVersion: API_VERSION, kind, metadata: { name, namespace: 'shop', uid: name, resourceVersion: '1', generation: 1, annotations }, spec });

/** A cluster and a hub, as far as one look asks anything of them. */
function place(...declared: readonly KubeObject[]) {
  const objects = new Map(declared.map((each) => [`shop/${each.metadata.name}`, each]));
  const projects = new Map<string, Fields>();
  const edit = (name: string, change: (before: KubeObject) => KubeObject): KubeObject => {
    const after = change(objects.get(`shop/${name}`)!);
    objects.set(`shop/${name}`, after);
    return after;
  };
  const nameIn = (path: string): string => path.replace(/\/status$/, '').split('/').at(-1)!;
  const kube = {
    get: async () => { throw new KubeError(404, 'NotFound', 'nothing'); },
    create: async () => ({}),
    merge: async (path: string, body: { metadata: object }) => edit(nameIn(path), (before) => ({ ...before, metadata: { ...before.metadata, ...body.metadata } })),
    apply: async (path: string, { status }: { status: Fields }) => edit(nameIn(path), (before) => ({ ...before, status })),
  };
  const bySlug = (slug: unknown): Fields | undefined => [...projects.values()].find((each) => each['slug'] === slug);
  const api = {
    find: async ({ slug }: Fields) => bySlug(slug),
    async create(fields: Fields) {
      if (fields['name'] === 'Refused') throw refused('input.invalid');
      const existing = bySlug(fields['slug']);
      if (existing !== undefined) throw refused('resource.duplicate', { existing: existing['id'] });
      const made = { ...fields, id: `prj_${projects.size}`, version: 1 };
      projects.set(made.id, made);
      return made;
    },
    async update(id: string, patch: Fields) {
      projects.set(id, { ...projects.get(id), ...patch });
      return projects.get(id);
    },
    delete: async (id: string) => void projects.delete(id),
  };
  const context = {
    kube, kinds, links: createLinks(), sent: new Map(), claims: new Map(), rehearsed: new Map(), metrics: createMetrics(), log: () => undefined, record: () => undefined, now: Date.now, random: () => 0, newKey: () => 'key',
    hub: async () => ({ client: { url: 'http://hub', resource: () => api }, read: async (_: string, id: string) => projects.get(id) }),
    find: (_: unknown, name: string) => objects.get(name), objects: () => objects.values(), put: () => undefined, options: { resyncMs: 1000, approvalPollMs: 1000 },
  } as unknown as Context; // the parts that one look uses
  const synced = (name: string): string => {
    const { reason, message } = conditionsIn(objects.get(`shop/${name}`)?.status).find(({ type }) => type === 'Synced')!;
    return `${reason}: ${message}`;
  };
  return {
    projects, synced, look: (name: string) => reconcile(context, `${objects.get(`shop/${name}`)!.kind.toLowerCase()}/shop/${name}`, forever).catch(() => 'later'), get: (name: string) => objects.get(`shop/${name}`)!,
    annotate: (name: string, annotations: Wish) => edit(name, (before) => ({ ...before, metadata: { ...before.metadata, annotations } })),
    remove: (name: string) => edit(name, (before) => ({ ...before, metadata: { ...before.metadata, deletionTimestamp: '2026-01-01T00:00:00Z', generation: 2 } })),
  };
}

const THEIRS: Fields = { id: 'prj_theirs', version: 1, slug: 'shop', name: 'Theirs', default_branch: 'main' };
const held = (each: KubeObject): boolean => each.metadata.finalizers?.includes(FINALIZER) === true;

test('what was only rehearsed is not its own afterwards: it is neither changed nor deleted', async () => {
  const { projects, synced, look, get, annotate } = place(object('mine', { [DRY_RUN]: 'true' }));
  projects.set('prj_theirs', THEIRS);
  await look('mine');
  expect([synced('mine'), idIn(get('mine').status)]).toEqual([expect.stringMatching(/^operator\.dry_run: It would be refused, because prj_theirs at the hub has its name; with the annotation patchbay\.io\/adopt=true it would take over prj_theirs, and it would change name\./) as string, undefined]);
  annotate('mine', {});
  await look('mine');
  expect([synced('mine'), projects.get('prj_theirs')]).toEqual([expect.stringMatching(/^resource\.duplicate/) as string, THEIRS]);
});

test('nor is what is exactly as it was rehearsed', async () => {
  const { projects, look, get, synced } = place(object('mine', { [DRY_RUN]: 'true', [ADOPT]: 'true' }, { slug: 'shop', name: 'Theirs' }));
  projects.set('prj_theirs', THEIRS);
  await look('mine');
  expect([idIn(get('mine').status), synced('mine')]).toEqual([undefined, expect.stringContaining('It would take over prj_theirs as it is.') as string]);
});

test('what names something that would be taken over is rehearsed against that', async () => {
  const billing = (name: string, wish: Wish): KubeObject => object(name, wish, { projectRef: { name: 'mine' }, name, url: 'https://a.example/' }, 'Endpoint');
  const { projects, look, synced } = place(object('mine', { [DRY_RUN]: 'true', [ADOPT]: 'true' }), billing('staging', { [DRY_RUN]: 'true' }), billing('real', {}));
  projects.set('prj_theirs', THEIRS);
  await look('staging');
  expect(synced('staging')).toMatch(/^operator\.reference_not_ready/);
  await look('mine');
  await look('staging');
  expect(synced('staging')).toMatch(/^operator\.dry_run: It would be created/);
  await look('real');
  expect(synced('real'), 'what is not rehearsed waits').toMatch(/^operator\.reference_not_ready/);
});

test('a deletion is rehearsed, too', async () => {
  const { projects, look, get, synced, annotate, remove } = place(object('mine'));
  await look('mine');
  annotate('mine', { [DRY_RUN]: 'true' });
  remove('mine');
  await look('mine');
  expect([projects.size, held(get('mine')), synced('mine')]).toEqual([1, true, expect.stringContaining('It would be deleted at the hub.') as string]);
  annotate('mine', {});
  await look('mine');
  expect([projects.size, held(get('mine'))]).toEqual([0, false]);
});

test('a wish that is spelt wrongly is told, and nothing is done until it is right', async () => {
  const { projects, look, get, synced, annotate, remove } = place(object('mine'), object('rehearsed', { [DRY_RUN]: 'yes' }, { slug: 'other', name: 'Other' }));
  await look('mine');
  annotate('mine', { [DELETION_POLICY]: 'Retain' });
  remove('mine');
  await look('mine');
  expect([projects.size, held(get('mine')), synced('mine')]).toEqual([1, true, expect.stringContaining('Expected the annotation patchbay.io/deletion-policy to be retain or delete, but it is "Retain"') as string]);
  annotate('mine', { [DELETION_POLICY]: 'retain' });
  await look('mine');
  expect([projects.size, held(get('mine'))]).toEqual([1, false]);
  await look('rehearsed');
  expect([projects.size, synced('rehearsed')]).toEqual([1, expect.stringMatching(/^operator\.annotation_invalid/) as string]);
});

test('what the hub never took can be deleted, also when somebody else has its name there', async () => {
  const { projects, look, get, synced, remove } = place(object('mine', {}, { slug: 'shop', name: 'Refused' }));
  projects.set('prj_theirs', THEIRS);
  await look('mine');
  expect([synced('mine'), held(get('mine'))]).toEqual([expect.stringMatching(/^input\.invalid/) as string, true]);
  remove('mine');
  await look('mine');
  expect([projects.get('prj_theirs'), held(get('mine'))]).toEqual([THEIRS, false]);
});

test('two that would take over the same at the same moment do not both', async () => {
  const { projects, look, synced } = place(object('one', { [ADOPT]: 'true' }), object('two', { [ADOPT]: 'true' }));
  projects.set('prj_theirs', THEIRS);
  await Promise.all([look('one'), look('two')]);
  expect([synced('one'), synced('two')].map((each) => each.split(':')[0]).sort()).toEqual(['Synced', 'operator.already_declared']);
});
