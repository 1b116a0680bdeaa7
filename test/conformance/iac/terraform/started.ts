/** The provider as users have it: bundled, found in a mirror, started by terraform. The example of the repository is run with it. */
import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tally } from '../tally.ts';
import { bundled } from './bundled.ts';
import { markers } from './specimens.ts';
import { changes, workspace } from './workspace.ts';
import type { World } from './world.ts';

const example = join(import.meta.dirname, '../../../../examples/iac/terraform');

export async function started({ scratch, hub, key, owner }: World, tally: Tally): Promise<void> {
  const { rc } = await bundled(scratch);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  markers.push(secret);
  const tf = await workspace(scratch, 'example', { PATCHBAY_URL: hub.url, PATCHBAY_KEY: key, TF_CLI_CONFIG_FILE: rc, TF_VAR_signing_secret: secret, TF_LOG_PROVIDER: 'trace', TF_LOG_PATH: 'provider.log' });
  await cp(join(example, 'main.tf'), join(tf.folder, 'main.tf'));
  await tf.ok(['init', '-no-color']);
  await tf.ok(['validate', '-no-color']);
  await tf.apply();
  tally.check('the example is applied by the bundle', (await owner.endpoints.find('billing')) !== undefined);
  tally.check('and then there is nothing left to do', Object.keys(changes(await tf.plan())).length === 0);
  const outputs = JSON.parse(await tf.ok(['output', '-json'])) as { project: { value: { made: string } }; endpoints: { value: string[] } };
  tally.check('its outputs come from a function and from a list', outputs.project.value.made === 'project' && outputs.endpoints.value.join() === 'billing', JSON.stringify(outputs));
  const log = await tf.read('provider.log');
  tally.check('its log lines have the level that they say', /\[TRACE\] provider\.\S*: call:.*path=\/tfplugin6\.Provider\/PlanResourceChange/.test(log), log.slice(0, 500));
  tally.check('without TLS, as a debugger wants it, it works as well', (await tf.run(['plan', '-detailed-exitcode', '-no-color'], { TF_DISABLE_PLUGIN_TLS: '1' })).code === 0);
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
  tally.check('and destroyed', (await owner.endpoints.find('billing')) === undefined);
}
