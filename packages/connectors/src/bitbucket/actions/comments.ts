/** Comments on pull requests, and the one that is kept up to date. */
import { action, type Ctx, type Infer, type JsonObject, paginate, PluginError, t } from '@patchbay/sdk';
import { string } from '../../wire/fields.ts';
import { type Config, number, repo, where } from '../fields.ts';

const comment = t.object({ id: t.string({ description: 'Id of the comment.' }), url: t.string({ description: 'Its page.' }) });
const keptComment = t.object({ id: t.string({ description: 'Id of the comment.' }), url: t.string({ description: 'Its page.' }), created: t.boolean({ description: 'There was none before.' }) });

export const commentActions = {
  add_comment: action({
    title: 'Comment', description: 'Adds a comment to a pull request. For one that is kept up to date, see pull_request_comment.', safety: 'moderate',
    input: t.object({ ...where, number, body: t.string({ minLength: 1, maxLength: 32_768, description: 'Text, in Markdown.', examples: ['Rolled back.'] }) }), output: comment, example: { owner: 'acme', repository: 'shop', number: '42', body: 'Rolled back.' },
    run: async ({ owner, repository, number: of, body }, ctx: Ctx<Config>) => commentOf(await ctx.http.post(`${repo({ owner, repository })}/pullrequests/${of}/comments`, written(body))),
  }),
  pull_request_comment: action({
    title: 'Keep a comment', description: 'Writes one comment on a pull request and keeps it up to date: the comment of ours that holds the marker is replaced, or made if there is none.', safety: 'moderate', idempotent: true,
    input: t.object({
      ...where, number,
      marker: t.string({ minLength: 8, maxLength: 200, description: 'What the comment is found by: an HTML comment that is part of the body. Bitbucket shows those, so it is written there as a link that nobody sees.', examples: ['<!-- patchbay:shop:42 -->'] }),
      body: t.string({ minLength: 1, maxLength: 32_768, description: 'Text, in Markdown, with the marker in it.' }),
    }), output: keptComment,
    example: { owner: 'acme', repository: 'shop', number: '42', marker: '<!-- patchbay:shop:42 -->', body: '<!-- patchbay:shop:42 -->\nThe preview is up.' },
    run: keep,
  }),
};

type Kept = { readonly owner: string; readonly repository: string; readonly number: string; readonly marker: string; readonly body: string };

/** It is remembered which comment is ours: access tokens may not ask who they are, and anybody may write our marker. */
async function keep({ owner, repository, number: of, marker, body }: Kept, ctx: Ctx<Config>): Promise<Infer<typeof keptComment>> {
  if (!body.includes(marker)) throw new PluginError('invalid', 'The body does not hold the marker: the comment would not be found again. Put the marker into the body');
  const hidden = unseen(marker);
  const text = hidden === marker ? body : `${body.replace(marker, '').trim()}\n\n${hidden}`;
  const url = `${repo({ owner, repository })}/pullrequests/${of}/comments`;
  const key = `comment/${await ctx.crypto.sha256(`${url} ${marker}`)}`;
  const known = (await ctx.state.get<string>(key)) ?? (await find(url, hidden, ctx));
  if (known !== undefined) {
    const { status, body: changed } = await ctx.http.request({ method: 'PUT', url: `${url}/${known}`, json: written(text), accept: [404, 410] });
    if (status < 300) return remember(key, { ...commentOf(changed), created: false }, ctx);
  }
  return remember(key, { ...commentOf(await ctx.http.post(url, written(text))), created: true }, ctx);
}

async function remember<T extends { readonly id: string }>(key: string, told: T, ctx: Ctx<Config>): Promise<T> {
  await ctx.state.set(key, told.id);
  return told;
}

async function find(url: string, hidden: string, ctx: Ctx<Config>): Promise<string | undefined> {
  const { status, body } = await ctx.http.request({ url: '/user', accept: [403] });
  if (status === 403) return undefined;
  for await (const page of ctx.http.pages<JsonObject>({ url, query: { pagelen: 100 } }, paginate.url('next'))) {
    const known = (page.body['values'] as readonly JsonObject[] | undefined)?.find((each) => each['deleted'] !== true && string(each, 'user.uuid') === string(body, 'uuid') && string(each, 'content.raw').includes(hidden));
    if (known !== undefined) return string(known, 'id');
  }
  return undefined;
}

/** A definition of a link that is never used: Markdown shows nothing of it. */
function unseen(marker: string): string {
  const inner = /^<!--\s*([^()\\\n]+?)\s*-->$/.exec(marker)?.[1];
  return inner === undefined ? marker : `[//]: # (${inner})`;
}

const written = (raw: string) => ({ type: 'pullrequest_comment', content: { raw } });
const commentOf = (each: unknown): Infer<typeof comment> => ({ id: string(each, 'id'), url: string(each, 'links.html.href') });
