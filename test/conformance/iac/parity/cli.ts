/** `patchbay apply -f`, with secrets from the environment as they should be. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Io, main } from '@patchbay/cli';
import type { CatalogDocument } from '@patchbay/contracts';
import { stringify } from 'yaml';
import { hide, type Hidden } from './hide.ts';
import { naturalKey, resolve } from './resolve.ts';
import type { Declaration, ParityHub, ParityTool } from './tool.ts';

export const cliParity = (catalog: CatalogDocument): ParityTool => Object.freeze({
  name: 'patchbay apply',
  async apply(tenant: readonly Declaration[], hub: ParityHub) {
    await patchbay(['apply', '-f', await declared(tenant, hub, catalog)], hub, { env: secretsOf(tenant, catalog) });
  },
  async plan(tenant: readonly Declaration[], hub: ParityHub) {
    const out = await patchbay(['apply', '--check', '--secrets', 'on_create', '-o', 'json', '-f', await declared(tenant, hub, catalog)], hub, { env: secretsOf(tenant, catalog), fine: [0, 9] });
    return (JSON.parse(out) as { done: string }[]).filter(({ done }) => done !== 'unchanged').length;
  },
});

/** All declarations of a hub, as `patchbay export` writes them. */
export const exported = async (hub: ParityHub): Promise<Readonly<Record<string, unknown>>[]> => JSON.parse(await patchbay(['export', '-o', 'json'], hub)) as Readonly<Record<string, unknown>>[];

const spell = (variable: string): string => `\${env:${variable}}`;
const secretsOf = (tenant: readonly Declaration[], catalog: CatalogDocument): Hidden['env'] => hide(tenant, catalog, spell).env;

async function declared(tenant: readonly Declaration[], { scratch }: ParityHub, catalog: CatalogDocument): Promise<string> {
  const documents = hide(tenant, catalog, spell).tenant.map(({ resource, fields }) => ({ resource, ...resolve(fields, tenant, (target) => naturalKey(target, tenant, catalog)) }));
  const file = join(scratch, 'tenant.yaml');
  await writeFile(file, documents.map((document) => `---\n${stringify(document)}`).join(''));
  return file;
}

async function patchbay(argv: readonly string[], { url, key, scratch }: ParityHub, { env = {}, fine = [0] }: { readonly env?: Hidden['env']; readonly fine?: readonly number[] } = {}): Promise<string> {
  const said = { out: '', err: '' };
  const io: Io = {
    env: { ...env, PATCHBAY_URL: url, PATCHBAY_KEY: key }, home: scratch, signal: new AbortController().signal, now: Date.now,
    outIsTerminal: false, errIsTerminal: false, inIsTerminal: false,
    out: (text) => { said.out += text; }, err: (text) => { said.err += text; }, unheard: () => undefined, taken: () => Promise.resolve(),
    readStdin: () => Promise.resolve(''), lines: async function* () { /* nobody types */ }, ask: () => Promise.resolve(''),
  };
  const code = await main(argv, io);
  if (!fine.includes(code)) throw new Error(`patchbay ${argv.join(' ')} ended with ${code}\n${said.err}${said.out}`);
  return said.out;
}
