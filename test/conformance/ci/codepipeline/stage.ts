/** What CodePipeline actions need around them: a fake of the service, a trust policy for a role, and environments whose work the hub does. */
import type { CiWorld } from '../world.ts';
import { type FakeCodePipeline, type FakeOptions, startCodePipeline } from './fake.ts';
import { botocoreModel } from './model.ts';
import { envOf, type Env, startWorker, type Worker } from './play.ts';
import { actionTypes } from './template.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/patchbay';
const SCOPES = ['deployment:write', 'deployment:read', 'preview:write', 'preview:read', 'event:write', 'project:read', 'secret:write', 'approval:read'];

export interface Stage {
  readonly aws: FakeCodePipeline;
  readonly env: Env;
  worker(more?: Env): Worker;
}

export const model = botocoreModel();
const policies = new WeakMap<CiWorld, Promise<string>>();

/** Afterwards every worker is stopped, and nothing may have been said to AWS that its model does not know. */
export async function onStage(world: CiWorld, play: (stage: Stage) => Promise<void>, options: Partial<FakeOptions> = {}): Promise<void> {
  const policy = await (policies.get(world) ?? policies.set(world, prepare(world)).get(world)!);
  const aws = await startCodePipeline({ model, tokenFor: (audience) => world.issuer.mint({ aud: audience, sub: ROLE, 'https://sts.amazonaws.com/': { aws_account: '123456789012' } }), ...options });
  for (const type of actionTypes()) aws.register(type);
  const env = envOf(world, aws, policy);
  const workers: Worker[] = [];
  try {
    await play({ aws, env, worker(more = {}) { const worker = startWorker({ ...env, ...more }); workers.push(worker); return worker; } });
    if (aws.faults.length > 0) throw new Error(`AWS was told what it does not take:\n${aws.faults.join('\n')}`);
  } catch (error) {
    if (error instanceof Error) error.message += `\n${workers.map((worker) => worker.log()).join('\n')}\n${aws.faults.join('\n')}`;
    throw error;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await aws.stop();
  }
}

async function prepare({ call, issuer, jwks, project, url }: CiWorld): Promise<string> {
  const bringUp = { action: 'event_publish', input: { type: 'deploy.wanted', subject: '{{environment.slug}}', data: { version: '{{version}}' } } };
  const made = async (action: string, input: object): Promise<string> => {
    const answer = await call(action, input);
    if (typeof answer['id'] !== 'string') throw new Error(`${action}: ${JSON.stringify(answer)}`);
    return answer['id'];
  };
  await made('environment_create', { project, slug: 'approved', name: 'Approved', tier: 'production', bring_up: bringUp, protection: { approvals: 1 } });
  await made('environment_create', { project, slug: 'hosted-preview', name: 'Hosted previews', tier: 'preview', bring_up: bringUp, tear_down: bringUp, url_template: 'https://{{environment.slug}}.example.com' });
  return made('trust_policy_create', { name: 'pipelines', provider: 'aws', issuer: issuer.url, audiences: [url], jwks, claims: [{ claim: 'sub', values: [ROLE] }], scopes: SCOPES });
}
