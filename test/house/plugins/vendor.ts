/** A plugin with every kind of credential, for tests. */
import { action, auth, definePlugin, type HttpRequest, t } from '@patchbay/sdk';

const secret = (description: string) => t.secret({ description, required: false });
const config = t.object({
  base_url: t.url(), other_url: t.url(), user: t.string({ default: 'bot' }), app_id: t.string({ default: '77' }),
  api_key: secret('API key'), password: secret('Password'), client_secret: secret('OAuth client secret'), refresh: secret('Refresh token'), private_key: secret('PEM'), hook_url: secret('URL that is a secret'),
  aws_secret: secret('AWS secret key'), narrow: t.secret({ description: 'Only for the other host', required: false, hosts: ['{{config.other_url}}'] }),
});

export const plugin = definePlugin({
  id: 'patchbay/vendor', version: '1.0.0', title: 'Vendor', summary: 'Everything at once.', config, hosts: ['{{config.base_url}}', '{{config.other_url}}'], http: { base_url: '{{config.base_url}}' },
  auth: {
    header: auth.header('X-Api-Key', 'api_key'),
    query: auth.query('key', 'api_key'),
    basic: auth.basic('{{config.user}}', 'password'),
    body: auth.placed({ body: { routing_key: '{{secret.api_key}}' } }),
    url: auth.url('hook_url'),
    client: auth.clientCredentials({ tokenUrl: '{{config.base_url}}/token', clientId: 'client-1', secret: 'client_secret', scopes: ['a', 'b'], clientAuth: 'basic' }),
    refresh: auth.refreshToken({ tokenUrl: '{{config.base_url}}/token', clientId: 'client-1', secret: 'client_secret', refreshToken: 'refresh' }),
    app: auth.githubApp({ appId: '{{config.app_id}}', installationId: '42', key: 'private_key', api: '{{config.base_url}}' }),
    aws: auth.sigV4({ accessKeyId: 'AKIA1', secretAccessKey: 'aws_secret', region: 'eu-central-1', service: 'codepipeline' }),
    narrow: auth.bearer('narrow'),
    encoded: auth.placed({ headers: { authorization: 'Basic {{secret.password|base64}}' } }),
  },
  actions: {
    send: action({
      title: 'Send', description: 'Sends any request.', safety: 'moderate', input: t.object({ request: t.json() }), output: t.json(),
      async run({ request }, ctx) {
        const { status, body } = await ctx.http.request(request as unknown as HttpRequest);
        return { status, body: body as never };
      },
    }),
    both: action({ title: 'Both', description: 'Sends twice at once.', safety: 'moderate', input: t.object({}), output: t.json(), run: async (_, ctx) => (await Promise.all([1, 2].map(() => ctx.http.request({ url: '/x', auth: 'client' })))).length }),
  },
});
