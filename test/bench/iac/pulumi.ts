/** What 500 resources cost in Pulumi: processor time of the program with the SDK, and of the plugin. Pulumi's own engine and the hub are not counted: neither is here, or ours to blame on a provider. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkshop } from '../../conformance/iac/pulumi/workshop.ts';
import type { Figure } from '../../proof.ts';
import { cpuSeconds, start } from '../process.ts';

const COUNT = Number(process.env['COUNT'] ?? 500);

const PROGRAM = `const { writeFileSync } = require("node:fs");
const patchbay = require("@patchbay/pulumi");
process.on("exit", () => { const { user, system } = process.cpuUsage(); writeFileSync(process.env.SPENT, String((user + system) / 1e6)); });
for (let n = 0; n < ${COUNT}; n++) new patchbay.Project(\`bulk-\${n}\`, { slug: \`bulk-\${n}\`, name: \`Bulk \${n}\`, metadata: { a: "1", b: "2" } });
`;

export async function pulumiFigures(): Promise<Figure[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const hub = await start([process.execPath, join(import.meta.dirname, 'hub.ts')]);
  const workshop = await openWorkshop(scratch);
  const engine = await workshop.engine('bulk', { url: hub.said['url'], key: hub.said['key'] });
  const folder = await workshop.program('bulk', { 'package.json': '{ "name": "bulk", "main": "index.js", "type": "commonjs" }', 'index.js': PROGRAM });
  const spent = join(scratch, 'spent');
  const before = cpuSeconds(engine.pid);
  const { code, ops, said } = await engine.run(folder, { env: { SPENT: spent } });
  const plugin = cpuSeconds(engine.pid);
  if (code !== 0 || ops.filter((op) => op.startsWith('create ')).length !== COUNT) throw new Error(`pulumi did not create ${COUNT}: ${said}`);
  const program = Number(await readFile(spent, 'utf8'));
  await engine.stop();
  await hub.stop();
  await rm(scratch, { recursive: true, force: true });
  console.log(`pulumi up of ${COUNT}: program ${program.toFixed(2)} s, plugin ${(plugin - before).toFixed(2)} s and ${before.toFixed(2)} s to start`);
  return [{ name: `seconds of CPU that pulumi up of ${COUNT} costs program and plugin`, value: Number((program + plugin).toFixed(2)), goal: 5, better: 'lower' }];
}
