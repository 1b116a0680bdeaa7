/** What GitLab sends: hooks of projects and groups by `object_kind`, system hooks by `event_name`. What is new passes on as it is. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { ciOf } from './actions/ci.ts';
import { string } from '../wire/fields.ts';

const WORD = /^[a-z][a-z0-9_]*$/;

/** `gitlab.merge_request.open`, `gitlab.push`, `gitlab.pipeline.success`. */
export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const kind = string(body, 'object_kind') || string(body, 'event_name');
  if (!WORD.test(kind)) return [];
  const action = ['object_attributes.action', 'object_attributes.status', 'build_status', 'status', 'action'].map((path) => string(body, path)).find((word) => WORD.test(word));
  const repository = repositoryOf(body);
  const run = ciOf(kind, body);
  const place = repository === undefined ? string(body, 'group.full_path') || 'gitlab' : `${repository.owner}/${repository.name}`;
  return [{
    type: `gitlab.${kind}${action === undefined ? '' : `.${action}`}`, subject: `${place}${aboutOf(body, kind)}`,
    data: { provider: 'gitlab', ...(action === undefined ? {} : { action }), ...(repository === undefined ? {} : { repository }), sender: string(body, 'user.username') || string(body, 'user_username'), ...(kind === 'merge_request' ? pullRequestOf(body) : {}), ...(run === undefined ? {} : { ci: run }), payload: body as Json },
  }];
}

function repositoryOf(body: Json): { readonly id: string; readonly owner: string; readonly name: string; readonly url: string } | undefined {
  const path = string(body, 'project.path_with_namespace') || string(body, 'path_with_namespace');
  const cut = path.lastIndexOf('/');
  if (cut === -1) return undefined;
  return { id: string(body, 'project.id') || string(body, 'project_id'), owner: path.slice(0, cut), name: path.slice(cut + 1), url: string(body, 'project.web_url') };
}

/** As GitLab writes it: `!42` of a merge request, `#42` of an issue, `@main` of a branch or tag. */
function aboutOf(body: Json, kind: string): string {
  const request = kind === 'merge_request' ? string(body, 'object_attributes.iid') : string(body, 'merge_request.iid');
  if (request !== '') return `!${request}`;
  const issue = kind === 'issue' ? string(body, 'object_attributes.iid') : string(body, 'issue.iid');
  if (issue !== '') return `#${issue}`;
  const version = (string(body, 'ref') || string(body, 'object_attributes.ref') || (kind === 'release' ? string(body, 'tag') : '')).replace(/^refs\/(heads|tags)\//, '');
  return version === '' ? '' : `@${version}`;
}

/** What previews ask for. Where it does not say whose the code is, it is a stranger's. */
function pullRequestOf(body: Json): JsonObject {
  const request = at(body, 'object_attributes');
  const commit = string(request, 'last_commit.id');
  const state = string(request, 'state');
  const source = string(request, 'source_project_id');
  if (string(request, 'iid') === '') return {};
  return {
    pull_request: {
      number: string(request, 'iid'), title: string(request, 'title'), state: state === 'opened' || state === 'locked' ? 'open' : 'closed', merged: state === 'merged', draft: at(request, 'draft') === true,
      ...(commit === '' ? {} : { commit }), ref: `refs/heads/${string(request, 'source_branch')}`, base: string(request, 'target_branch'), fork: source === '' || source !== string(request, 'target_project_id'),
      author: string(body, 'user.username'), url: string(request, 'url'),
    },
  };
}
