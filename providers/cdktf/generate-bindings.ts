/**
 * Bindings in TypeScript from a schema document. A program of its own: the generator looks for terraform and reports to its makers as soon as it is loaded, unless its environment says no.
 * `CHECKPOINT_DISABLE=1 node generate-bindings.ts SCHEMA SOURCE VERSION FOLDER`
 */
import { readFile } from 'node:fs/promises';
import { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } from '@cdktn/provider-generator';

const [schemaFile = '', source = '', version = '', folder = ''] = process.argv.slice(2);
const schema = JSON.parse(await readFile(schemaFile, 'utf8')) as { readonly provider_schemas: object };
const versions = Object.fromEntries(Object.keys(schema.provider_schemas).map((address) => [address, version]));
const code = new CodeMaker();
const generator = new TerraformProviderGenerator(code, { ...schema, provider_versions: versions } as never); // its types know the formats of before only
generator.generate(new TerraformProviderConstraint({ name: 'patchbay', source, version }) as never); // two of its packages declare one type each
await code.save(folder);
process.exit(); // the generator's question for terraform may hang
