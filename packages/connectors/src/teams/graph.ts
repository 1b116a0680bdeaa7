/** How Graph is asked: in the name of a person where there is one, else as the app. */
import { at, type Ctx, type ReadCtx, t } from '@patchbay/sdk';
import { nextLink } from '../wire/next-link.ts';
import type { Config } from './config.ts';

export const as = (ctx: Pick<Ctx<Config>, 'hasSecret'>): 'person' | 'app' => (ctx.hasSecret('refresh_token') ? 'person' : 'app');

export const team_id = t.string({ pattern: '^[0-9a-fA-F-]{36}$', description: 'Id of the team.', examples: ['fbe2bf47-16c8-47cf-b4a5-4b9b187c508b'] });
export const channel_id = t.string({ minLength: 3, maxLength: 255, description: 'Id of the channel.', examples: ['19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2'] });
export const channelPath = (team: string, channel: string): string => `/teams/${team}/channels/${encodeURIComponent(channel)}`;

export const list = <T>(url: string, query: Readonly<Record<string, string | number>>, limit: number, ctx: ReadCtx<Config>): Promise<T[]> =>
  ctx.http.collect<T>({ url, query, auth: as(ctx) }, { items: 'value', next: nextLink, limit });

export const word = (value: unknown, path: string): string => {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
};
