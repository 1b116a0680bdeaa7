/** What Jira sends. Names that are new pass on as they are. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookRequest } from '@patchbay/sdk';
import { textOfAdf } from '../wire/adf.ts';
import { list, string } from '../wire/fields.ts';

/** `jira.issue_created`, `jira.comment_updated`: without the prefix that some names have and some have not. */
export function toEvents({ event, body }: WebhookRequest): readonly EventDraft[] {
  const name = event.replace(/^jira:/, '');
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return [];
  const key = string(body, 'issue.key');
  const subject = key || string(body, 'version.name') || string(body, 'sprint.name') || string(body, 'project.key') || 'jira';
  return [{
    type: `jira.${name}`, subject,
    data: { user: string(body, 'user.displayName'), account: string(body, 'user.accountId'), ...(key === '' ? {} : { issue: issueOf(at(body, 'issue'), key) }), ...changesOf(body), ...commentOf(body), payload: body as Json },
  }];
}

function issueOf(issue: unknown, key: string): JsonObject {
  const site = /^https?:\/\/[^/]+/.exec(string(issue, 'self'))?.[0];
  return {
    id: string(issue, 'id'), key, summary: string(issue, 'fields.summary'), status: string(issue, 'fields.status.name'), type: string(issue, 'fields.issuetype.name'), project: string(issue, 'fields.project.key'),
    priority: string(issue, 'fields.priority.name'), assignee: string(issue, 'fields.assignee.accountId'), ...(site === undefined ? {} : { url: `${site}/browse/${key}` }),
  };
}

function changesOf(body: Json): JsonObject {
  const items = list(body, 'changelog.items');
  return items.length === 0 ? {} : { changes: items.map((each) => ({ field: string(each, 'field'), from: string(each, 'fromString'), to: string(each, 'toString') })) };
}

function commentOf(body: Json): JsonObject {
  const comment = at(body, 'comment');
  return string(comment, 'id') === '' ? {} : { comment: { id: string(comment, 'id'), author: string(comment, 'author.displayName'), text: textOfAdf(at(comment, 'body') ?? '') } };
}
