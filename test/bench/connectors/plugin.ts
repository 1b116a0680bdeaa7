/** The least that a connector can be: one action, one request. */
import { action, auth, type Ctx, definePlugin, type Infer, t } from '@patchbay/sdk';

const config = t.object({ base_url: t.url({ description: 'Where it is.' }), token: t.secret({ description: 'Its token.' }) });

export const plugin = definePlugin({
  id: 'patchbay/bench', version: '1.0.0', title: 'Bench', summary: 'Creates an item.', config, hosts: ['{{config.base_url}}'], auth: { token: auth.bearer('token') }, http: { base_url: '{{config.base_url}}' },
  actions: {
    create_item: action({
      title: 'Create an item', description: 'Creates an item.', safety: 'moderate', input: t.object({ name: t.string({ description: 'Its name.' }) }), output: t.object({ id: t.string({ description: 'Its id.' }) }),
      run: ({ name }, ctx: Ctx<Infer<typeof config>>) => ctx.http.post<{ id: string }>('/items', { name }),
    }),
  },
});
