/** What GitLab knows about a service: what was deployed, and which pipelines of its project failed. */
import { context, type ContextAsked, type Finding, type JsonObject, paginate, type ReadCtx, t } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';
import { instant } from '../wire/instant.ts';
import { owner, project, repository } from './fields.ts';

const query = t.object({ owner: t.optional(owner), repository: t.optional(repository) });
type Query = { readonly owner?: string | undefined; readonly repository?: string | undefined };

export const gitlabContext = {
  deployments: context({
    title: 'Deployments at GitLab', description: 'Deployments of the project of that name, or of one that is named.', kind: 'deployments', query,
    async run(asked: ContextAsked<Query>, ctx: ReadCtx) {
      const where = whereOf(asked);
      if (where === undefined) return [];
      const { since, until, limit, environment } = asked;
      const found = await ctx.http.collect<JsonObject>({ url: `${where}/deployments`, query: { order_by: 'updated_at', sort: 'desc', updated_after: since, updated_before: until, per_page: 100, ...(environment === undefined ? {} : { environment }) } }, { items: '', next: paginate.link(), limit: limit + 1 });
      return found.map((each): Finding => ({
        at: instant(string(each, 'updated_at') || string(each, 'created_at')), title: `${string(each, 'ref')} to ${string(each, 'environment.name') || 'an environment'}: ${string(each, 'status')}`, subject: string(each, 'id'),
        ...(string(each, 'status') === 'failed' ? { severity: 'high' } : {}), data: { commit: string(each, 'sha'), by: string(each, 'user.username') },
      }));
    },
  }),
  pipelines: context({
    title: 'Pipelines at GitLab', description: 'Pipelines of the project of that name, or of one that is named, that ran in the window.', kind: 'changes', query,
    async run(asked: ContextAsked<Query>, ctx: ReadCtx) {
      const where = whereOf(asked);
      if (where === undefined) return [];
      const { since, until, limit } = asked;
      const found = await ctx.http.collect<JsonObject>({ url: `${where}/pipelines`, query: { updated_after: since, updated_before: until, per_page: 100 } }, { items: '', next: paginate.link(), limit: limit + 1 });
      return found.map((each): Finding => ({
        at: instant(string(each, 'updated_at') || string(each, 'created_at')), title: `Pipeline ${string(each, 'id')} on ${string(each, 'ref')}: ${string(each, 'status')}`, ...(string(each, 'web_url') === '' ? {} : { url: string(each, 'web_url') }), subject: string(each, 'id'),
        ...(string(each, 'status') === 'failed' ? { severity: 'medium' } : {}), data: { commit: string(each, 'sha') },
      }));
    },
  }),
};

function whereOf({ repository: known, query: { owner: named, repository: name } }: ContextAsked<Query>): string | undefined {
  if (named !== undefined && name !== undefined) return project({ owner: named, repository: name });
  return known?.provider === 'gitlab' ? project({ owner: known.owner, repository: known.name }) : undefined;
}
