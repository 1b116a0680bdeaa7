/** What a webhook tells about a pull request, in one form: GitHub's, GitLab's and Bitbucket's bodies, and that of connectors. */
import { z } from 'zod';

export interface PullRequest {
  readonly provider: 'github' | 'gitlab' | 'bitbucket';
  readonly repository: { readonly id: string; readonly path: string };
  readonly number: string;
  readonly title?: string | undefined;
  /** changed: there is another commit to look at. */
  readonly what: 'changed' | 'closed';
  readonly commit?: string | undefined;
  readonly ref?: string | undefined;
  /** Its code comes from somebody else's repository. */
  readonly fork: boolean;
}

const id = z.union([z.string(), z.number()]).transform(String);
const commit = z.string().regex(/^[0-9a-f]{7,64}$/);
const title = z.string().transform((text) => text.replaceAll(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 255));

const github = z.object({
  action: z.string(),
  repository: z.object({ id, full_name: z.string() }),
  pull_request: z.object({ number: id, title: title.optional(), head: z.object({ sha: commit, ref: z.string(), repo: z.object({ id }).nullish() }), base: z.object({ repo: z.object({ id }) }) }),
}).transform(({ action, repository, pull_request: { number, title: called, head, base } }): PullRequest | undefined => {
  const what = ['opened', 'reopened', 'synchronize'].includes(action) ? 'changed' : action === 'closed' ? 'closed' : undefined;
  return what && { provider: 'github', repository: { id: repository.id, path: repository.full_name }, number, title: called, what, commit: head.sha, ref: `refs/heads/${head.ref}`, fork: head.repo?.id !== base.repo.id };
});

const gitlab = z.object({
  object_kind: z.literal('merge_request'),
  project: z.object({ id, path_with_namespace: z.string() }),
  object_attributes: z.object({ iid: id, title: title.optional(), action: z.string().optional(), state: z.string().optional(), oldrev: z.string().optional(), source_branch: z.string(), source_project_id: id, target_project_id: id, last_commit: z.object({ id: commit }).nullish() }),
}).transform(({ project, object_attributes: { iid, title: called, action = '', oldrev, source_branch, source_project_id, target_project_id, last_commit } }): PullRequest | undefined => {
  const what = action === 'open' || action === 'reopen' || (action === 'update' && oldrev !== undefined) ? 'changed' : action === 'close' || action === 'merge' ? 'closed' : undefined;
  return what && { provider: 'gitlab', repository: { id: project.id, path: project.path_with_namespace }, number: iid, title: called, what, commit: last_commit?.id, ref: `refs/heads/${source_branch}`, fork: source_project_id !== target_project_id };
});

/** The name of the event is not in the body; the state is. */
const bitbucket = z.object({
  repository: z.object({ uuid: z.string(), full_name: z.string() }),
  pullrequest: z.object({ id, title: title.optional(), state: z.string(), source: z.object({ branch: z.object({ name: z.string() }), commit: z.object({ hash: commit }).nullish(), repository: z.object({ uuid: z.string() }).nullish() }) }),
}).transform(({ repository, pullrequest: { id: number, title: called, state, source } }): PullRequest => ({
  provider: 'bitbucket', repository: { id: repository.uuid, path: repository.full_name }, number, title: called, what: state === 'OPEN' ? 'changed' : 'closed', commit: source.commit?.hash, ref: `refs/heads/${source.branch.name}`, fork: source.repository?.uuid !== repository.uuid,
}));

/** As a connector tells it. */
const ours = z.object({
  provider: z.enum(['github', 'gitlab', 'bitbucket']),
  repository: z.object({ id, owner: z.string(), name: z.string() }),
  pull_request: z.object({ number: id, title: title.optional(), state: z.enum(['open', 'closed']), commit: commit.optional(), ref: z.string().optional(), fork: z.boolean() }),
}).transform(({ provider, repository, pull_request: { state, ...rest } }): PullRequest => ({ provider, repository: { id: repository.id, path: `${repository.owner}/${repository.name}` }, what: state === 'open' ? 'changed' : 'closed', ...rest }));

/** Undefined for what is none, or what does not matter here, such as a label. */
export function pullRequestOf(body: unknown): PullRequest | undefined {
  for (const shape of [ours, github, gitlab, bitbucket]) {
    const parsed = shape.safeParse(body);
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** `pull_request.opened`, `github.pull_request`, `gitlab.merge_request_hook`, `bitbucket.pullrequest.updated`: asked of every event, so it only looks at the name. */
export const mayBePullRequest = (type: string): boolean => type.includes('pull_request') || type.includes('pullrequest') || type.includes('merge_request');
