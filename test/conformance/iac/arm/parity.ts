/** A tenant declared by one deployment script, and what that script says it would change. */
import { createRequire } from 'node:module';
import { mkdir, readFile } from 'node:fs/promises';
import type { CatalogDocument } from '@patchbay/contracts';
import type { Declaration, ParityHub, ParityTool } from '../parity/tool.ts';
import { deploy } from './deployment.ts';
import { templateOf } from './lives.ts';

export const armParity: ParityTool = {
  name: 'arm',
  async apply(tenant, hub) { await run(tenant, hub, false); },
  plan: (tenant, hub) => run(tenant, hub, true),
};

async function run(tenant: readonly Declaration[], { url, key, scratch }: ParityHub, dryRun: boolean): Promise<number> {
  const { resources } = JSON.parse(await readFile(createRequire(import.meta.url).resolve('@patchbay/client/catalog'), 'utf8')) as CatalogDocument;
  const secret = (resource: string, name: string): boolean => resources.find((each) => each.name === resource)?.secrets.includes(name) === true;
  const declarations = tenant.map(({ resource, label, fields }) => ({ resource, label, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !secret(resource, name))) }));
  const secrets = Object.fromEntries(tenant.map(({ resource, label, fields }) => [label, Object.fromEntries(Object.entries(fields).filter(([name]) => secret(resource, name)))]));
  await mkdir(scratch, { recursive: true });
  const { outputs, log } = await deploy(await templateOf('declarations'), { hubUrl: url, hubKey: key, declarations, secrets, dryRun }, scratch);
  if (outputs === undefined) throw new Error(`arm: ${log}`);
  return outputs.changed;
}
