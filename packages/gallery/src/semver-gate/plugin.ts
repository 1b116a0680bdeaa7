/** Lets only versions through that go forwards, and asks somebody before a big step. */
import { allow, type Ctx, type Decision, definePlugin, deny, type HubEvent, type Infer, type JsonObject, PluginError, query, type ReadCtx, requireApproval, t } from '@patchbay/sdk';
import { readVersion, type Step, stepBetween, type Version } from './version.ts';

const config = t.object({
  approve: t.array(t.enum(['major', 'minor', 'patch', 'pre', 'back']), { default: ['major'], description: 'Steps that somebody has to approve; `back` is an older version.' }),
  deny: t.array(t.enum(['major', 'minor', 'patch', 'pre', 'back']), { default: ['back'], description: 'Steps that are refused.' }),
  prereleases: t.array(t.string(), { default: [], description: 'Environments where versions such as 1.0.0-rc.1 may go; everywhere, if none is named.' }),
});
type Config = Infer<typeof config>;

const version = t.string({ maxLength: 100, description: 'A semantic version.', examples: ['1.4.2'] });

export const plugin = definePlugin({
  id: 'patchbay/semver-gate', version: '1.0.0', title: 'Version gate', summary: 'Lets only versions through that go forwards.', categories: ['deployments', 'governance'], config,
  hooks: {
    onDeploymentSucceeded: (event, ctx) => remember(event, ctx),
    onDeploymentRolledBack: (event, ctx) => remember(event, ctx),
    onDeploymentRequested: { order: 20, onFailure: 'open', run: (proposed, ctx: ReadCtx<Config>) => judge(proposed, ctx) },
  },
  queries: {
    step: query({
      title: 'Step between versions', description: 'Says what kind of step leads from one version to another, and what the gate would say.', example: { from: '1.4.2', to: '2.0.0' },
      input: t.object({ from: version, to: version }), output: t.object({ step: t.enum(['major', 'minor', 'patch', 'pre', 'none', 'back']), decision: t.enum(['allow', 'deny', 'require_approval']) }),
      run: ({ from, to }, ctx: ReadCtx<Config>) => {
        const step = stepBetween(versionOf(from), versionOf(to));
        return { step, decision: decide(step, to, from, ctx.config).kind };
      },
    }),
    current: query({
      title: 'Current version', description: 'The version that is in an environment of a project, as far as deployments told.', example: { project: 'prj_01jd8xk3v2q4r6t8w0y2a4c6e8', environment: 'production' },
      input: t.object({ project: t.string({ minLength: 1, description: 'Id of the project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), environment: t.string({ minLength: 1, description: 'Environment.', examples: ['production'] }) }), output: t.object({ version: t.nullable(version) }),
      run: async ({ project, environment }, ctx) => ({ version: (await ctx.state.get<string>(placeOf(project, environment))) ?? null }),
    }),
  },
});

async function judge(proposed: JsonObject, ctx: ReadCtx<Config>): Promise<Decision> {
  if (proposed['kind'] === 'rollback') return allow(); // who goes back means to
  const { release, project, environment } = factsOf(proposed);
  const to = readVersion(release);
  if (to === undefined) return deny(`${release || 'The release'} is no semantic version such as 1.4.2`);
  const { prereleases } = ctx.config;
  if (to.pre.length > 0 && prereleases.length > 0 && !prereleases.includes(environment)) return deny(`${release} is a pre-release, and ${environment} takes none`);
  const before = await ctx.state.get<string>(placeOf(project, environment));
  return before === undefined ? allow() : decide(stepBetween(versionOf(before), to), release, before, ctx.config);
}

function decide(step: Step, to: string, from: string, { approve, deny: denied }: Config): Decision {
  if (step === 'none') return allow();
  const said = step === 'back' ? `${to} is older than ${from}` : `${from} to ${to} is a ${step} step`;
  if (denied.includes(step)) return deny(said);
  return approve.includes(step) ? requireApproval(said) : allow();
}

async function remember(event: HubEvent, ctx: Ctx<Config>): Promise<void> {
  const { release, project, environment } = factsOf(event.data);
  if (readVersion(release) !== undefined && environment !== '') await ctx.state.set(placeOf(project, environment), release);
}

/** Every project has a production of its own. */
const placeOf = (project: string, environment: string): string => `${project}/${environment}`;

const factsOf = (of: JsonObject): { release: string; project: string; environment: string } => ({ release: String(of['release'] ?? of['version'] ?? ''), project: String(of['project'] ?? ''), environment: String(of['environment_slug'] ?? of['environment'] ?? '') });

function versionOf(text: string): Version {
  const read = readVersion(text);
  if (read === undefined) throw new PluginError('invalid', `${text} is no semantic version; expected for example 1.4.2`);
  return read;
}
