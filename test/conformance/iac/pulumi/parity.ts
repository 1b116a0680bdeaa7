/** Real programs of Pulumi with the real plugin. What another tool made is imported by its natural key, which is no change. */
import { mkdtemp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import { className } from '@patchbay/pulumi';
import { naturalKey, resolve, resourceOf } from '../parity/resolve.ts';
import type { Declaration, ParityHub, ParityTool } from '../parity/tool.ts';
import { argumentsOf, type Declared, openWorkshop } from './workshop.ts';

export const pulumiParity = (catalog: CatalogDocument): ParityTool => Object.freeze({
  name: 'pulumi',
  async apply(tenant: readonly Declaration[], hub: ParityHub) {
    await ran(tenant, catalog, hub, {});
  },
  async plan(tenant: readonly Declaration[], hub: ParityHub) {
    const ops = await ran(tenant, catalog, hub, { imports: true });
    return ops.filter((op) => !op.startsWith('import ')).length;
  },
});

/** What was done, or with imports what would be. */
async function ran(tenant: readonly Declaration[], catalog: CatalogDocument, { url, key, scratch }: ParityHub, { imports = false }): Promise<readonly string[]> {
  await mkdir(scratch, { recursive: true });
  const workshop = await openWorkshop(await mkdtemp(join(scratch, 'run-')));
  const engine = await workshop.engine('parity', { url, key });
  const program = tenant.map((each): Declared => ({
    name: each.label, class: className(each.resource), args: argumentsOf(resourceOf(each.resource, catalog), resolve(each.fields, tenant, ({ label }) => ({ $ref: label }))),
    options: imports ? { import: naturalKey(each, tenant, catalog) } : {},
  }));
  try {
    const { code, ops, said } = await workshop.up(engine, program, { preview: imports });
    if (code !== 0) throw new Error(said);
    return ops;
  } finally {
    await engine.stop();
  }
}
