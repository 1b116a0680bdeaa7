/**
 * What the hub says where the code lives: a status on the commit, and one comment on the pull request that is kept up to date. By the actions of the
 * connector that is installed; without one, nothing is said. It reads what is there when it speaks. One lane per commit and one per pull request keep the
 * order: a pull request goes over many commits, and must not get two comments.
 */
import { type Caller, type Document, Failure, projectResource, type Row, systemCaller, type TenantId, type Work } from '@patchbay/contracts';
import { POSTED } from '../collections.ts';
import { type Desk } from '../desk.ts';
import type { DeploymentPorts } from '../ports.ts';
import { type Deployment, DEPLOYMENT } from '../record/deployment.ts';
import type { Project } from '../record/environment.ts';
import { PREVIEW, type Preview } from '../record/preview.ts';
import { commentOf, markerOf } from './comment.ts';
import { stateOf } from './state.ts';

export interface Posts {
  /** Something changed that people see there. */
  about(deployment: Deployment, desk: Desk): void;
  /** Throws what may pass. */
  post(work: Work, signal: AbortSignal): Promise<void>;
}

export const commentAction = (provider: string): string => `${provider}_pull_request_comment`;
export const statusAction = (provider: string): string => `${provider}_commit_status`;
const PROVIDERS = ['github', 'gitlab', 'bitbucket'];

export function createPosts({ store, call, actionOf, digest, now }: Pick<DeploymentPorts, 'store' | 'call' | 'actionOf' | 'digest' | 'now'>): Posts {
  /** Asked with every step, so it looks only whether anybody here could speak at all. */
  function about({ tenant, id, body }: Deployment, desk: Desk): void {
    const caller = systemCaller(tenant as TenantId); // ids of tenants are made by the hub
    if (body.commit === undefined && body.pull_request === undefined) return;
    if (!PROVIDERS.some((provider) => actionOf(commentAction(provider), caller) !== undefined || actionOf(statusAction(provider), caller) !== undefined)) return;
    if (body.commit !== undefined && body.kind !== 'tear_down') desk.enqueue(`post ${id} status`, desk.now, `post/${body.project}/${body.commit}`);
    if (body.pull_request !== undefined) desk.enqueue(`post ${id} comment`, desk.now, `post/${body.project}/pull/${body.pull_request}`);
  }

  async function post({ tenant, work }: Work, signal: AbortSignal): Promise<void> {
    const [, id = '', what] = work.split(' '); // both, where an earlier release asked
    const deployment = (await store.get(DEPLOYMENT, tenant, id)) as Deployment | undefined;
    const project = deployment === undefined ? undefined : ((await store.get(projectResource.name, tenant, deployment.body.project)) as Project | undefined);
    const repository = project?.body.repository;
    if (deployment === undefined || project === undefined || repository === undefined || !PROVIDERS.includes(repository.provider)) return;
    const where = { owner: repository.owner, repository: repository.name };
    const { commit, pull_request, kind, environment_slug } = deployment.body;
    const caller = systemCaller(tenant as TenantId);
    if (commit !== undefined && kind !== 'tear_down' && what !== 'comment') {
      const context = `patchbay/${project.body.slug}/${environment_slug}`;
      await say(statusAction(repository.provider), `${project.id}/${commit}/${context}`, { ...where, commit, context, ...stateOf(deployment) }, caller, signal);
    }
    if (pull_request === undefined || what === 'status') return;
    const previews = (await store.list(PREVIEW, { tenant, where: { project: project.id, pull_request }, sort: { field: 'id', descending: true }, limit: 20 })) as Preview[];
    const marker = markerOf(project.id, pull_request);
    await say(commentAction(repository.provider), `${project.id}/${pull_request}`, { ...where, number: pull_request, marker, body: commentOf(marker, project, previews) }, caller, signal);
  }

  /** The same again is not said again. */
  async function say(action: string, place: string, input: Document, caller: Caller, signal: AbortSignal): Promise<void> {
    if (actionOf(action, caller) === undefined) return;
    const text = digest(JSON.stringify(input));
    const id = digest(place);
    const said: Row | undefined = await store.get(POSTED, caller.tenant, id);
    if (said?.body['text'] === text) return;
    await call({ action, input, caller, signal, via: 'deployment', requestId: place.slice(0, 200), idempotencyKey: digest(`${place} ${text} ${said?.version ?? 0}`) }).catch((error: unknown) => {
      if (passes(error)) throw error;
    });
    const at = now();
    await store.commit([said === undefined ? { op: 'insert', in: POSTED, tenant: caller.tenant, id, body: { text }, at } : { op: 'update', in: POSTED, tenant: caller.tenant, id, body: { text }, at, version: said.version }]);
  }

  return Object.freeze({ about, post });
}

const passes = (error: unknown): boolean => !(error instanceof Failure) || ['upstream.unavailable', 'upstream.rate_limited', 'rate.limited', 'idempotency.in_progress', 'action.timeout', 'action.cancelled', 'storage.unavailable'].includes(error.code);
