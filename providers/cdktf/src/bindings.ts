/** The bindings as the generator writes them, without what it says of other registries and providers. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { schemaDocument } from './schema-document.ts';

const GENERATOR = join(import.meta.dirname, '../generate-bindings.ts');

/** Where Terraform finds the provider; `HubProvider` says another place. */
const SOURCE = 'patchbay/patchbay';

/** Writes `<module>/index.ts` for each class, and an index of all of them, into `folder`. */
export async function writeBindings(folder: string, work: string, version: string): Promise<void> {
  const [schema, generated] = [join(work, 'schema.json'), join(work, 'generated')];
  await writeFile(schema, JSON.stringify(await schemaDocument(`registry.terraform.io/${SOURCE}`)));
  await promisify(execFile)(process.execPath, [GENERATOR, schema, SOURCE, version, generated], { env: { CHECKPOINT_DISABLE: '1', TERRAFORM_BINARY_NAME: process.execPath } });
  const root = join(generated, 'providers/patchbay');
  const modules = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  for (const name of modules) await place(join(root, name, 'index.ts'), join(folder, name));
  await writeFile(join(folder, 'index.ts'), modules.map((name) => `export * from './${name}/index';\n`).join(''));
}

async function place(file: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.ts'), cleaned(await readFile(file, 'utf8')));
}

/** Pages on a registry that has none of ours, and a warning about identifiers that providers of before needed. */
const cleaned = (text: string): string => text
  .replace(/^\/\/ https:\/\/registry\.terraform\.io\/.*\n/, '')
  .replaceAll(/\n *\*\n *\* Docs at Terraform Registry: .*/g, '')
  .replaceAll(/\n *\* Docs at Terraform Registry: .*/g, '')
  .replaceAll(/\n *\*\n *\* Please be aware that the id field is automatically added.*\n.*If you experience problems setting this value.*/g, '')
  .replaceAll(/\{@link https:\/\/registry\.terraform\.io\/\S+ ([^}]+)\}/g, '$1');
