/** What Bitbucket sends, Cloud and Data Center. Names that are new pass on as they are. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

const KEY = /^[a-z][a-z0-9_]*(:[a-z0-9_]+)*$/;
/** Only these change what there is to look at, or end it. */
const MATTERS = /^bitbucket\.pullrequest\.(created|updated|fulfilled|rejected|opened|from_ref_updated|modified|merged|declined|deleted|reopened)$/;

/** `bitbucket.pullrequest.created`, `bitbucket.repo.push`. Data Center writes `pr` for what Cloud calls `pullrequest`. */
export function toEvents({ event, body }: WebhookRequest): readonly EventDraft[] {
  if (!KEY.test(event)) return [];
  const type = `bitbucket.${event.replace(/^pr:/, 'pullrequest:').replaceAll(':', '.')}`;
  if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/.test(type)) return [];
  const repository = repositoryOf(body);
  const place = repository === undefined ? 'bitbucket' : `${repository.owner}/${repository.name}`;
  const number = string(body, 'pullrequest.id') || string(body, 'pullRequest.id');
  return [{
    type, subject: `${place}${number === '' ? refOf(body) : `#${number}`}`,
    data: { provider: 'bitbucket', ...(repository === undefined ? {} : { repository }), sender: string(body, 'actor.nickname') || string(body, 'actor.display_name') || string(body, 'actor.name'), ...(MATTERS.test(type) ? (cloud(body) ?? dataCenter(body, type) ?? {}) : {}), payload: body as Json },
  }];
}

function repositoryOf(body: Json): { readonly id: string; readonly owner: string; readonly name: string; readonly url: string } | undefined {
  const [owner = '', name = ''] = string(body, 'repository.full_name').split('/');
  if (name !== '') return { id: string(body, 'repository.uuid'), owner, name, url: string(body, 'repository.links.html.href') };
  const there = at(body, 'pullRequest.toRef.repository') ?? at(body, 'repository');
  return string(there, 'slug') === '' ? undefined : { id: string(there, 'id'), owner: string(there, 'project.key'), name: string(there, 'slug'), url: '' };
}

function refOf(body: Json): string {
  const name = string(body, 'push.changes.0.new.name') || string(body, 'push.changes.0.old.name') || string(body, 'changes.0.ref.displayId');
  return name === '' ? '' : `@${name}`;
}

/** What previews ask for. Where it does not say whose the code is, it is a stranger's. */
function cloud(body: Json): JsonObject | undefined {
  const request = at(body, 'pullrequest');
  if (string(request, 'id') === '') return undefined;
  const [commit, source] = [string(request, 'source.commit.hash'), string(request, 'source.repository.uuid')];
  return {
    pull_request: {
      number: string(request, 'id'), title: string(request, 'title'), state: at(request, 'state') === 'OPEN' ? 'open' : 'closed', merged: at(request, 'state') === 'MERGED', ...(commit === '' ? {} : { commit }),
      ref: `refs/heads/${string(request, 'source.branch.name')}`, base: string(request, 'destination.branch.name'), fork: source === '' || source !== string(request, 'destination.repository.uuid'), author: string(request, 'author.nickname') || string(request, 'author.display_name'), url: string(request, 'links.html.href'),
    },
  };
}

/** One that was deleted still says that it is open. */
function dataCenter(body: Json, type: string): JsonObject | undefined {
  const request = at(body, 'pullRequest');
  if (string(request, 'id') === '') return undefined;
  const [commit, source] = [string(request, 'fromRef.latestCommit'), string(request, 'fromRef.repository.id')];
  return {
    pull_request: {
      number: string(request, 'id'), title: string(request, 'title'), state: at(request, 'state') === 'OPEN' && !type.endsWith('.deleted') ? 'open' : 'closed', merged: at(request, 'state') === 'MERGED', ...(commit === '' ? {} : { commit }),
      ref: string(request, 'fromRef.id'), base: string(request, 'toRef.displayId'), fork: source === '' || source !== string(request, 'toRef.repository.id'), author: string(request, 'author.user.name'), url: '',
    },
  };
}
