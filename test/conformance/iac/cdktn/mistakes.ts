/** What is wrong is refused by the compiler, by the construct, or while planning: where it stands, before anything is done. */
import type { Tally } from '../tally.ts';
import type { World } from '../terraform/world.ts';
import type { CdktnProject } from './project.ts';

const HEAD = `import { App, LocalBackend, TerraformStack } from 'cdktn';
import { Announcement, DeliveryEnvironment, Endpoint, HubProvider, Project, Secret, Webhook } from '@patchbay/cdktn';
import { Construct } from 'constructs';
const app = new App({ context: { targetVersions: { terraform: '>=1.11' } } });
const stack = new TerraformStack(app, 'hub');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new HubProvider(stack, 'provider');
`;
const SHOP = `const shop = new Project(stack, 'shop', { slug: 'shop', name: 'Shop' });\n`;
const program = (body: string): string => `${HEAD}${body}\napp.synth();\n`;

const NOT_TYPED: readonly [string, string, RegExp][] = [
  ['a property that does not exist', `new Project(stack, 'p', { slug: 'p', name: 'P', colour: 'red' });`, /'colour' does not exist/],
  ['one that is missing', `new Project(stack, 'p', { slug: 'p' });`, /'name' is missing/],
  ['a number for a text', `new Endpoint(stack, 'e', { name: 5, url: 'https://e.example.com' });`, /'number' is not assignable to type 'string'/],
  ['a tier that is none', `${SHOP}new DeliveryEnvironment(stack, 'x', { project: shop, tier: 'prod', pipeline: { gitlab: { project: 'acme/shop' } } });`, /"prod"' is not assignable/],
  ['a pipeline in two systems', `${SHOP}new DeliveryEnvironment(stack, 'x', { project: shop, tier: 'staging', pipeline: { gitlab: { project: 'a/b' }, jenkins: { url: 'https://j.example.com', job: 'x' } } });`, /not assignable/],
  ['a channel that is none', `new Announcement(stack, 'a', { on: ['x.y'], message: { title: 'T' }, to: [{ channel: 'fax' }] });`, /"fax"' is not assignable/],
];

const REFUSED: readonly [string, string, RegExp][] = [
  ['a preview that nobody takes away', `${SHOP}new DeliveryEnvironment(stack, 'pr', { project: shop, tier: 'preview', pipeline: { gitlab: { project: 'acme/shop' } } });`, /The environment hub\/pr is a preview: expected tearDown/],
  ['an announcement to nobody', `new Announcement(stack, 'a', { on: ['x.y'], message: { title: 'T' }, to: [] });`, /Nobody hears of hub\/a/],
  ['webhooks that would share a secret by the name of its variable', `for (const name of ['a', 'b']) new Webhook(new Construct(stack, name), 'billing', { name, url: 'https://w.example.com', verifiedBy: {} });`, /hub\/a\/billing and hub\/b\/billing would both ask for the variable billing_signing_secret/],
  ['the shared secret of a webhook that has none', `new Webhook(stack, 'w', { url: 'https://w.example.com' }).signingSecret;`, /The webhook hub\/w is verified by a public key/],
];

const UNPLANNABLE: readonly [string, string, RegExp][] = [
  ['a URL that is none', `new Endpoint(stack, 'e', { name: 'e', url: 'nonsense' });`, /url: expected a URL/],
  ['a value deep inside', `new Endpoint(stack, 'e', { name: 'e', url: 'https://e.example.com', retry: { delays: [1, -1] } });`, /retry\.delays\.1: expected at least 0/],
  ['a rule over several fields', `new Endpoint(stack, 'e', { name: 'e', url: 'https://e.example.com', signature: { profile: 'hmac' } });`, /signature\.header/],
  ['a secret that is missing', `new Secret(stack, 's', { name: 's' });`, /value: is required when it is created/],
];

export async function mistakes(world: World, project: CdktnProject, tally: Tally): Promise<void> {
  const complaints = await project.check(HEAD + NOT_TYPED.map(([, body]) => `{ ${body} }\n`).join(''));
  for (const [name, , says] of NOT_TYPED) tally.check(`the compiler refuses ${name}`, says.test(complaints), complaints);
  for (const [name, body, says] of REFUSED) {
    const said = await project.synth(program(body), 'hub').then(() => 'nothing', String);
    tally.check(`its construct refuses ${name}`, says.test(said), said);
  }
  const asked = JSON.parse(await project.synth(program(`new Webhook(stack, 'order-hooks.eu', { url: 'https://w.example.com', verifiedBy: {} });`), 'hub')) as { variable: object };
  tally.check('whatever a webhook is called, a shell can export the variable of its secret', 'order_hooks_eu_signing_secret' in asked.variable && JSON.stringify(asked).includes('${var.order_hooks_eu_signing_secret}'), JSON.stringify(asked.variable));
  const tf = await world.attached('cdktn-wrong');
  for (const [name, body, says] of UNPLANNABLE) {
    await tf.write('main.tf.json', await project.synth(program(body), 'hub'));
    await tf.ok(['init', '-no-color']);
    const { code, out } = await tf.run(['plan', '-json', '-input=false']);
    tally.check(`${name} is refused while planning`, code === 1 && says.test(out), out);
  }
}
