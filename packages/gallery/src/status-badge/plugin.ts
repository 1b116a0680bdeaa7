/** A badge per subject for READMEs, kept up to date by deployments: shields.io reads it from a route that needs no key. */
import { action, type Ctx, definePlugin, type HubEvent, PluginError, query, type ReadCtx, route, t } from '@patchbay/sdk';

const subject = t.string({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$', description: 'What the badge is about.', examples: ['shop-production'] });
const colors = ['brightgreen', 'green', 'yellow', 'orange', 'red', 'blue', 'lightgrey'] as const;
/** The format of shields.io endpoints. */
const badge = t.object({ schemaVersion: t.literal(1), label: t.string(), message: t.string(), color: t.enum(colors) });
interface Badge { readonly schemaVersion: 1; readonly label: string; readonly message: string; readonly color: (typeof colors)[number] }

export const plugin = definePlugin({
  id: 'patchbay/status-badge', version: '1.0.0', title: 'Status badge', summary: 'Shows in a README what is deployed.', categories: ['deployments', 'documents'],
  permissions: { query: ['project_get'] },
  hooks: { onDeploymentStarted: (event, ctx) => follow(event, 'blue', ctx), onDeploymentSucceeded: (event, ctx) => follow(event, 'brightgreen', ctx), onDeploymentFailed: (event, ctx) => follow(event, 'red', ctx), onDeploymentRolledBack: (event, ctx) => follow(event, 'orange', ctx) },
  actions: {
    set: action({
      title: 'Set a badge', description: 'Says what a badge shows.', safety: 'moderate', idempotent: true, output: badge, example: { subject: 'coverage', message: '93 %', color: 'green' },
      input: t.object({ subject, label: t.optional(t.string({ maxLength: 60, description: 'Left half; the subject, if absent.' })), message: t.string({ minLength: 1, maxLength: 60, description: 'Right half.', examples: ['93 %'] }), color: t.enum(colors, { default: 'lightgrey', description: 'Color of the right half.' }) }),
      run: ({ subject: of, label, message, color }, ctx: Ctx) => keep(of, { schemaVersion: 1, label: label ?? of, message, color }, ctx),
    }),
  },
  queries: {
    badge: query({ title: 'Badge', description: 'What a badge shows, in the format of shields.io.', input: t.object({ subject }), output: badge, example: { subject: 'shop-production' }, run: ({ subject: of }, ctx) => read(of, ctx) }),
    svg: query({ title: 'Badge as a picture', description: 'A badge as SVG.', input: t.object({ subject }), output: t.object({ svg: t.string() }), example: { subject: 'shop-production' }, run: async ({ subject: of }, ctx) => ({ svg: svgOf(await read(of, ctx)) }) }),
  },
  routes: {
    'GET /badges/{subject}': route({ title: 'Badge', description: 'What a badge shows, for shields.io.', auth: 'none', input: t.object({ subject }), output: badge, run: ({ subject: of }, ctx: Ctx) => read(of, ctx) }),
  },
});

async function follow({ data }: HubEvent, color: Badge['color'], ctx: Ctx): Promise<void> {
  const project = await projectOf(String(data['project']), ctx);
  if (project === undefined) return;
  const of = `${project.slug}-${String(data['environment_slug'])}`;
  await keep(of, { schemaVersion: 1, label: of, message: `${String(data['release'] ?? '')} ${String(data['status'] ?? '')}`.trim().slice(0, 60) || 'deployed', color }, ctx);
}

/** Nothing, if it is gone by now. */
const projectOf = (id: string, ctx: Ctx): Promise<{ readonly slug: string } | undefined> =>
  ctx.query<{ slug: string }>('project_get', { id }).catch((error: unknown) => {
    if (error instanceof PluginError && error.code === 'not_found') return undefined;
    throw error;
  });

async function keep(of: string, made: Badge, ctx: Ctx): Promise<Badge> {
  await ctx.state.set(of, made);
  return made;
}

const read = async (of: string, ctx: ReadCtx): Promise<Badge> => (await ctx.state.get<Badge>(of)) ?? { schemaVersion: 1, label: of, message: 'unknown', color: 'lightgrey' };

const HEX: Readonly<Record<Badge['color'], string>> = { brightgreen: '4c1', green: '97ca00', yellow: 'dfb317', orange: 'fe7d37', red: 'e05d44', blue: '007ec6', lightgrey: '9f9f9f' };
const CHARACTER = 7;

function svgOf({ label, message, color }: Badge): string {
  const [left, right] = [label, message].map((text) => [...text].length * CHARACTER + 10) as [number, number];
  const text = (x: number, content: string): string => `<text x="${x}" y="14">${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img"><rect width="${left}" height="20" fill="#555"/><rect x="${left}" width="${right}" height="20" fill="#${HEX[color]}"/><g fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11">${text(left / 2, label)}${text(left + right / 2, message)}</g></svg>`;
}
