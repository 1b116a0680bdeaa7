/** The example of the repository, as a user runs it: the constructs at a real hub, and no secret on the way. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tally } from '../tally.ts';
import { markers } from '../terraform/specimens.ts';
import { changes } from '../terraform/workspace.ts';
import type { World } from '../terraform/world.ts';
import type { CdktnProject } from './project.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../examples/iac/cdktn/main.ts');

export async function exampleLives({ attached, owner }: World, project: CdktnProject, tally: Tally): Promise<void> {
  const program = await readFile(EXAMPLE, 'utf8');
  const complaints = await project.check(program, 'TypeScript 5.9');
  tally.check('the example is typed', complaints === '', complaints);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  markers.push(secret);
  const tf = await attached('cdktn-example', { TF_VAR_billing_signing_secret: secret });
  await tf.write('main.tf.json', inThisFolder(await project.synth(program.replace('approvalWait: 600', 'approvalWait: 60'), 'shop')));
  await tf.ok(['init', '-no-color']);
  await tf.apply();
  tally.check('then nothing is left to do', Object.keys(changes(await tf.plan())).length === 0);

  const shop = (await owner.projects.find('shop'))!;
  const [ledger, billing, policy, rule] = [await owner.endpoints.find('ledger'), await owner.endpoints.find('billing'), await owner.trust_policies.find('shop-production'), await owner.rules.find('failed-deploys')];
  const outputs = JSON.parse(await tf.ok(['output', '-json'])) as { ledger_public_key: { value: string }; environment: { value: string } };
  const production = await owner.environments.get(outputs.environment.value);
  tally.check('a webhook is verified by a public key, which an output tells', ledger?.signature?.profile === 'standard_ed25519' && ledger.public_key === outputs.ledger_public_key.value && /^whpk_/.test(outputs.ledger_public_key.value), JSON.stringify(ledger));
  tally.check('the other shares a secret, which the hub keeps for an environment', billing?.signature?.profile === 'standard' && (await owner.secrets.find('billing/webhook-secret')) !== undefined && production.secret_variables?.['WEBHOOK_SECRET'] === 'billing/webhook-secret', JSON.stringify(production));
  const job = await owner.pipelines.get(production.bring_up_pipeline ?? '');
  tally.check('the environment has the pipeline that brings it up', job.project === shop.id && job.provider === 'github' && job.name === 'deploy production', JSON.stringify(job));
  tally.check('its CI logs in by what cannot be taken over', JSON.stringify(policy?.claims.map(({ claim, values }) => [claim, ...values])) === '[["repository_id","123456"],["environment","production"]]', JSON.stringify(policy));
  tally.check('the announcement tells by its template', rule?.kind === 'notify' && rule.template === (await owner.templates.find('failed-deploys'))?.id, JSON.stringify(rule));

  await tf.ok(['destroy', '-auto-approve', '-no-color', '-input=false']);
  tally.check('and it is gone', (await owner.projects.find('shop')) === undefined && (await owner.endpoints.find('ledger')) === undefined);
}

/** cdktn puts the state beside its output; here it lies with the rest that is searched for secrets. */
function inThisFolder(text: string): string {
  const stack = JSON.parse(text) as { terraform: { backend?: unknown } };
  delete stack.terraform.backend;
  return JSON.stringify(stack);
}
