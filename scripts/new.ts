/** `npm run new connector <name>`: a folder whose failing suite says what is left. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [what, name = ''] = process.argv.slice(2);
if (what !== 'connector' || !/^[a-z][a-z0-9-]{1,39}$/.test(name)) {
  console.error('Say what to make, and its name: npm run new connector my-system (lower-case letters, digits and hyphens)');
  process.exit(2);
}
const folder = join(import.meta.dirname, '../packages/connectors/src', name);
if (existsSync(folder)) {
  console.error(`packages/connectors/src/${name} is there already`);
  process.exit(2);
}

const title = name.split('-').map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ');
const camel = title.replaceAll(' ', '');

const files: Readonly<Record<string, string>> = {
  'plugin.ts': `/** ${title}: say in one sentence what it is for. */
import { action, auth, type Ctx, definePlugin, type Infer, t } from '@patchbay/sdk';

const config = t.object({
  base_url: t.url({ default: 'https://api.${name}.example', description: 'Where it is.' }),
  token: t.secret({ description: 'API token, and which scopes it needs.' }),
});
type Config = Infer<typeof config>;

export const plugin = definePlugin({
  id: 'patchbay/${name}',
  version: '1.0.0',
  title: '${title}',
  summary: 'Says in one sentence what it is for.',
  categories: [],
  config,
  hosts: ['{{config.base_url}}'],
  auth: { token: auth.bearer('token') },
  http: { base_url: '{{config.base_url}}', messageAt: ['message'] },
  actions: {
    create_item: action({
      title: 'Create an item', description: 'Creates an item.', safety: 'moderate',
      input: t.object({ name: t.string({ minLength: 1, description: 'Its name.', examples: ['first'] }) }),
      output: t.object({ id: t.string({ description: 'Its id.' }) }),
      example: { name: 'first' },
      run: ({ name }, ctx: Ctx<Config>) => ctx.http.post<{ id: string }>('/items', { name }),
    }),
  },
  async health(ctx) {
    await ctx.http.get('/me');
    return { state: 'ok' };
  },
});
`,
  'double.ts': `/** ${title} on loopback: what it remembers, and what it refuses. */
import { startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = '${name}-token-0123456789';

export function start${camel}(): Promise<Vendor> {
  return startVendor({
    routes: { 'GET /me': () => ({ json: { id: '1' } }) }, // the rest: from the system's own documentation
    authorize: ({ headers }) => (headers['authorization'] === \`Bearer \${TOKEN}\` ? undefined : { status: 401, json: { message: 'Bad credentials' } }),
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { message: 'Slow down' } },
    expired: { status: 401, json: { message: 'Bad credentials' } },
    config: (url) => ({ base_url: url }),
    secrets: { token: TOKEN },
  });
}
`,
  'cases.ts': `import type { ConnectorCases } from '../testing/index.ts';
import { start${camel} } from './double.ts';

/** Every action: what is accepted, and what the system refuses. */
export const cases: ConnectorCases = { start: start${camel}, actions: {} };
`,
  'README.md': `# ${title}

Say what it is for.

## Set-up

1. Which token, with which scopes, and where to make it.

## Actions

| action | what it does |
|---|---|
| \`create_item\` | creates an item |
`,
  'icon.svg': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" role="img" aria-label="${title}"><rect width="24" height="24" rx="5" fill="#334155"/></svg>\n`,
};

await mkdir(folder, { recursive: true });
for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
console.log(`Made packages/connectors/src/${name}. Next:
  npm run catalog                           adds it to the list
  npx vitest run test/house/connectors.test.ts -t ${name}    says what is left`);
