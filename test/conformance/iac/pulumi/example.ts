/** The example of the repository, type-checked against the SDK as it is published and run with the plugin as it is released. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Tally } from '../tally.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { isSecret, opened } from './state.ts';
import type { Workshop } from './workshop.ts';

const root = join(import.meta.dirname, '../../../..');
const example = join(root, 'examples/iac/pulumi');

export async function pulumiExample(world: World, workshop: Workshop, tally: Tally): Promise<void> {
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  markers.push(secret);
  const folder = await workshop.program('example', {});
  for (const file of ['index.ts', 'package.json', 'Pulumi.yaml']) await cp(join(example, file), join(folder, file));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', skipLibCheck: true, types: [] }, files: ['index.ts'] }));
  const said = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(() => '', (error: { stdout?: string }) => error.stdout ?? String(error));
  tally.check('pulumi: the types of the SDK fit its example', said === '', said);
  await writeFile(join(folder, 'index.ts'), (await readFile(join(folder, 'index.ts'), 'utf8')).replace("slug: 'staging'", "slag: 'staging'"));
  const wrong = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]).then(() => '', (error: { stdout?: string }) => error.stdout ?? String(error));
  tally.check('pulumi: and refuse what they do not have', /'slag' does not exist in type 'EnvironmentArgs'/.test(wrong), wrong);
  await cp(join(example, 'index.ts'), join(folder, 'index.ts'));

  const engine = await workshop.engine('example', { url: world.hub.url, key: world.key, approvalWait: '60' });
  const env = { PULUMI_CONFIG: JSON.stringify({ 'shop:signingSecret': secret }), PULUMI_CONFIG_SECRET_KEYS: '["shop:signingSecret"]' };
  const up = await engine.run(folder, { env, project: 'shop' });
  tally.check('pulumi: the example is applied', up.code === 0 && (await world.owner.endpoints.find('billing')) !== undefined, up.said);
  tally.check('pulumi: its outputs come from a lookup and from a key that is secret', JSON.stringify(opened(up.outputs['endpoints'])) === '["billing"]' && isSecret(up.outputs['deployKey']), JSON.stringify(Object.keys(up.outputs)));
  const again = await engine.run(folder, { env, project: 'shop' });
  tally.check('pulumi: and then there is nothing left to do', again.code === 0 && again.ops.every((op) => op.startsWith('same ')), again.ops.join());
  await engine.destroy();
  tally.check('pulumi: and destroyed', (await world.owner.endpoints.find('billing')) === undefined);
  await engine.stop();
}
