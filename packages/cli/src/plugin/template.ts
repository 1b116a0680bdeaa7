/** What `patchbay plugin new` writes: a plugin that works, with a test, small enough to read in a minute. */
export const templateOf = (id: string, title: string): Readonly<Record<string, string>> => ({
  'plugin.ts': `import { action, auth, type Ctx, definePlugin, type Infer, t } from '@patchbay/sdk';

const config = t.object({
  base_url: t.url({ default: 'https://api.example.com', description: 'Where the system is.' }),
  token: t.secret({ description: 'API token. The plugin never sees it: the hub puts it into its requests.' }),
});
type Config = Infer<typeof config>;

export const plugin = definePlugin({
  id: '${id}',
  version: '0.1.0',
  title: '${title}',
  summary: 'Says in one sentence what it is for.',
  config,
  hosts: ['{{config.base_url}}'],
  auth: { token: auth.bearer('token') },
  http: { base_url: '{{config.base_url}}' },
  actions: {
    greet: action({
      title: 'Greet',
      description: 'Sends a greeting to somebody.',
      safety: 'moderate',
      input: t.object({ name: t.string({ minLength: 1, description: 'Whom to greet.', examples: ['Ada'] }) }),
      output: t.object({ greeting: t.string({ description: 'What was said.' }) }),
      example: { name: 'Ada' },
      dryRun: ({ name }) => ({ greeting: \`Hello, \${name}\` }),
      run: ({ name }, ctx: Ctx<Config>) => ctx.http.post<{ greeting: string }>('/greetings', { name }),
    }),
  },
  health: async (ctx) => {
    await ctx.http.get('/me');
    return { state: 'ok' };
  },
});
`,
  'plugin.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness } from '@patchbay/sdk/testing';
import { plugin } from './plugin.ts';

test('greets by name', async () => {
  const harness = createHarness(plugin, { answer: () => ({ status: 201, body: { greeting: 'Hello, Ada' } }) });
  assert.deepEqual(await harness.action('greet', { name: 'Ada' }), { greeting: 'Hello, Ada' });
  assert.equal(harness.requests[0]?.url, '/greetings');
});
`,
  'package.json': `${JSON.stringify({ name: `@${id}`, version: '0.1.0', private: true, type: 'module', dependencies: { '@patchbay/sdk': '*' }, devDependencies: { esbuild: '0.28.2' } }, undefined, 2)}\n`,
  'README.md': `# ${title}\n\nWhat it does, which token it needs, and which scopes the token must have.\n`,
  'LICENSE': 'Apache-2.0\n',
});
