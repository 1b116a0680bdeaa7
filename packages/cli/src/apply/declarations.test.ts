import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog, resourceOf } from '../catalog.ts';
import { readDocuments } from './documents.ts';
import { inOrder, nameOf } from './order.ts';
import { referencesIn, withReferences } from './references.ts';
import { withSecrets } from './secret-value.ts';

const catalog = await loadCatalog();
const read = (text: string) => readDocuments(text, 'file.yaml', catalog);

describe('a file of declarations', () => {
  it('holds one or many documents or lists, as YAML or JSON', async () => {
    const found = await read('kind: project\nslug: a\nname: A\n---\n---\n- {kind: project, slug: b, name: B}\n- {kind: api-keys, name: ci, scopes: ["*"]}\n');
    expect(found.map(nameOf)).toEqual(['project a', 'project b', 'api_key ci']);
    expect((await read('resource: rule\nname: a\nkind: notify')).map(({ resource, fields }) => [resource.name, fields])).toEqual([['rule', { name: 'a', kind: 'notify' }]]);
    expect((await read('{"kind": "project", "slug": "a", "name": "A"}'))[0]?.fields).toEqual({ slug: 'a', name: 'A' });
    expect(await read('')).toEqual([]);
  });

  it.each([
    ['kind: proyect\nslug: a', 'Did you mean project?'],
    ['slug: a', 'expected a field kind'],
    ['kind: event\ntype: a.b', 'written by the hub'],
    ['kind: project\nslug: a\nnaem: A', 'project has no field naem; it has slug, name'],
    ['kind: environment\nproject: shop\nslug: a\nprotection: { aprovals: 2 }', 'protection has no field aprovals; it has approvals, '],
    ['resource: rule\nname: a\nkind: notify\nnotify: [{ channel: slack }, { chanel: email }]', 'notify.1 has no field chanel'],
    ['kind: project\nname: A', 'slug is missing'],
    ['just words', 'expected an object with a kind'],
    ['kind: project\n\tslug: a', 'file.yaml'],
    ['a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]', /alias/i],
  ])('is refused when it is wrong: %j', async (text, says) => {
    await expect(read(text)).rejects.toThrow(says);
  });
});

describe('references', () => {
  const environment = { resource: resourceOf('environment', catalog), place: 'x', fields: { project: 'shop', slug: 'production', tier: 'production' } };
  const project = { resource: resourceOf('project', catalog), place: 'y', fields: { slug: 'shop', name: 'Shop' } };

  it('are found in the schema and replaced by ids', () => {
    expect(referencesIn(environment)).toEqual([{ to: 'project', key: 'shop' }]);
    expect(withReferences(environment.fields, environment.resource, ({ key }) => `prj_${key}`)).toEqual({ project: 'prj_shop', slug: 'production', tier: 'production' });
  });

  it('bring what is referred to before what refers to it', () => {
    expect(inOrder([environment, project]).map(nameOf)).toEqual(['project shop', 'environment shop/production']);
    expect(() => inOrder([project, project])).toThrow('project shop is declared already in y');
  });
});

describe('a secret', () => {
  it('comes from a variable, a file or the declaration itself, and is refused when it is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'secret-'));
    writeFileSync(join(folder, 'token'), 'from-file\n');
    const value = async (text: string) => {
      const { fields } = await withSecrets({ resource: resourceOf('secret', catalog), place: 'x', fields: { name: 'n', value: text, description: '${env:TOKEN}' } }, { env: { TOKEN: 'from-env' }, folder });
      expect(fields['description']).toBe('${env:TOKEN}'); // only secrets are filled in
      return fields['value'];
    };
    expect(await value('${env:TOKEN}')).toBe('from-env');
    expect(await value('@token')).toBe('from-file');
    expect(await value('@@handle')).toBe('@handle');
    expect(await value('plain')).toBe('plain');
    await expect(value('${env:NOPE}')).rejects.toThrow('NOPE, which is not set');
    await expect(value('@nope')).rejects.toThrow("nope, which can't be read");
    rmSync(folder, { recursive: true });
  });
});
