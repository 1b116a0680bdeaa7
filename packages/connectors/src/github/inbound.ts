/** What GitHub sends. Names and actions that are new pass on as they are: GitHub adds them without asking. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { ciOf } from './actions/ci.ts';
import { string } from '../wire/fields.ts';

const WORD = /^[a-z][a-z0-9_]*$/;

/** `github.pull_request.opened`, `github.push`. */
export function toEvents({ event, body }: WebhookRequest): readonly EventDraft[] {
  if (!WORD.test(event)) return [];
  const action = string(body, 'action');
  const type = `github.${event}${WORD.test(action) ? `.${action}` : ''}`;
  const repository = repositoryOf(body);
  const run = ciOf(event, body);
  const place = repository === undefined ? string(body, 'organization.login') || 'github' : `${repository.owner}/${repository.name}`;
  return [{
    type, subject: `${place}${aboutOf(body)}`,
    data: { provider: 'github', ...(action === '' ? {} : { action }), ...(repository === undefined ? {} : { repository }), sender: string(body, 'sender.login'), ...(event === 'pull_request' ? pullRequestOf(body) : {}), ...(run === undefined ? {} : { ci: run }), payload: body as Json },
  }];
}

function repositoryOf(body: Json): { readonly id: string; readonly owner: string; readonly name: string; readonly url: string } | undefined {
  if (string(body, 'repository.id') === '') return undefined;
  return { id: string(body, 'repository.id'), owner: string(body, 'repository.owner.login') || string(body, 'repository.owner.name'), name: string(body, 'repository.name'), url: string(body, 'repository.html_url') };
}

/** `#42` of an issue or pull request, `@v1.4.0` of a release or a push. */
function aboutOf(body: Json): string {
  const number = string(body, 'pull_request.number') || string(body, 'issue.number');
  if (number !== '') return `#${number}`;
  const version = string(body, 'release.tag_name') || string(body, 'ref').replace(/^refs\/(heads|tags)\//, '') || string(body, 'workflow_run.head_branch') || string(body, 'deployment.ref');
  return version === '' ? '' : `@${version}`;
}

/** What previews ask for. A head without a repository was in a fork that is gone. */
function pullRequestOf(body: Json): JsonObject {
  const request = at(body, 'pull_request');
  const source = string(request, 'head.repo.id');
  if (string(request, 'head.sha') === '') return {};
  return {
    pull_request: {
      number: string(request, 'number'), title: string(request, 'title'), state: at(request, 'state') === 'open' ? 'open' : 'closed', merged: at(request, 'merged') === true, draft: at(request, 'draft') === true,
      commit: string(request, 'head.sha'), ref: `refs/heads/${string(request, 'head.ref')}`, base: string(request, 'base.ref'), fork: source === '' || source !== string(request, 'base.repo.id'),
      author: string(request, 'user.login'), url: string(request, 'html_url'),
    },
  };
}
