/** What GitHub takes as a workflow, and what its runner warns of; our own actions are looked at with their real inputs and outputs. */
import type { ActionYml } from './github-action.ts';
import { unknownIn } from './github-action.ts';
import { faultsOfExpressions, namedIn } from './expressions.ts';

type Mapping = Readonly<Record<string, unknown>>;
/** The action.yml behind a `uses`, if it is one of ours. */
export type ActionOf = (uses: string) => ActionYml | undefined;

const KEYS = ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs'];
const JOB = ['name', 'permissions', 'needs', 'if', 'runs-on', 'environment', 'concurrency', 'outputs', 'env', 'defaults', 'steps', 'timeout-minutes', 'strategy', 'continue-on-error', 'container', 'services', 'uses', 'with', 'secrets'];
const STEP = ['id', 'if', 'name', 'uses', 'run', 'working-directory', 'shell', 'with', 'env', 'continue-on-error', 'timeout-minutes'];
const EVENTS = ['branch_protection_rule', 'check_run', 'check_suite', 'create', 'delete', 'deployment', 'deployment_status', 'discussion', 'fork', 'gollum', 'issue_comment', 'issues', 'label', 'merge_group', 'milestone', 'page_build', 'public', 'pull_request', 'pull_request_review', 'pull_request_review_comment', 'pull_request_target', 'push', 'registry_package', 'release', 'repository_dispatch', 'schedule', 'status', 'watch', 'workflow_call', 'workflow_dispatch', 'workflow_run'];
const SCOPES = ['actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'id-token', 'issues', 'models', 'packages', 'pages', 'pull-requests', 'security-events', 'statuses'];
/** Whoever opens a pull request writes these. */
const UNTRUSTED = /^(github\.event\.(pull_request\.(title|body|head\.(ref|label))|issue\.(title|body)|comment\.body|review\.body|head_commit\.message)|github\.head_ref)$/;

export function faultsOfWorkflow(workflow: unknown, actionOf: ActionOf): readonly string[] {
  if (typeof workflow !== 'object' || workflow === null) return ['it is no mapping'];
  const { on, jobs = {}, permissions, env, 'run-name': runName, concurrency } = workflow as { on?: unknown; jobs?: Record<string, Mapping>; permissions?: unknown; env?: Mapping; 'run-name'?: unknown; concurrency?: unknown };
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : typeof on === 'object' && on !== null ? Object.keys(on) : [];
  return [
    ...unknownIn(workflow, KEYS, ''),
    ...(events.length === 0 ? ['on is missing'] : events.filter((event) => !EVENTS.includes(event)).map((event) => `on: there is no event ${event}`)),
    ...(Object.keys(jobs).length === 0 ? ['it has no jobs'] : []),
    ...faultsOfPermissions(permissions, 'permissions'),
    ...faultsOfExpressions(runName, 'runName', 'run-name'),
    ...faultsOfExpressions(typeof concurrency === 'string' ? concurrency : (concurrency as Mapping | undefined)?.['group'], 'concurrency', 'concurrency'),
    ...Object.entries(env ?? {}).flatMap(([name, value]) => faultsOfExpressions(value, 'workflowEnv', `env.${name}`)),
    ...Object.entries(jobs).flatMap(([id, job]) => faultsOfJob(id, job, { jobs, permissions, actionOf })),
  ];
}

function faultsOfPermissions(permissions: unknown, at: string): readonly string[] {
  if (permissions === undefined || permissions === 'read-all' || permissions === 'write-all') return [];
  if (typeof permissions !== 'object' || permissions === null) return [`${at} is ${String(permissions)}`];
  return [...unknownIn(permissions, SCOPES, `${at}.`), ...Object.entries(permissions).filter(([, level]) => !['read', 'write', 'none'].includes(String(level))).map(([scope, level]) => `${at}.${scope} is ${String(level)}`)];
}

interface Around { readonly jobs: Readonly<Record<string, Mapping>>; readonly permissions: unknown; readonly actionOf: ActionOf }

function faultsOfJob(id: string, job: Mapping, { jobs, permissions, actionOf }: Around): readonly string[] {
  const at = `jobs.${id}`;
  const needs = job['needs'] === undefined ? [] : [job['needs']].flat().map(String);
  const steps = (job['steps'] ?? []) as readonly Mapping[];
  const granted = (job['permissions'] ?? permissions) as Mapping | string | undefined;
  const mayLogIn = granted === 'write-all' || (typeof granted === 'object' && granted['id-token'] === 'write');
  return [
    ...(/^[A-Za-z_][\w-]*$/.test(id) ? [] : [`${at} has no good name`]),
    ...unknownIn(job, JOB, `${at}.`),
    ...(job['uses'] === undefined && job['runs-on'] === undefined ? [`${at}.runs-on is missing`] : []),
    ...(job['uses'] === undefined && steps.length === 0 ? [`${at} has no steps`] : []),
    ...needs.filter((need) => jobs[need] === undefined).map((need) => `${at}.needs names ${need}, which is no job`),
    ...faultsOfPermissions(job['permissions'], `${at}.permissions`),
    ...faultsOfExpressions(job['if'], 'jobIf', `${at}.if`, true),
    ...Object.entries((job['env'] ?? {}) as Mapping).flatMap(([name, value]) => faultsOfExpressions(value, 'jobEnv', `${at}.env.${name}`)),
    ...faultsOfSteps(steps, at, { actionOf, mayLogIn, needs }),
    ...Object.entries((job['outputs'] ?? {}) as Mapping).flatMap(([name, value]) => [...faultsOfExpressions(value, 'jobOutputs', `${at}.outputs.${name}`), ...faultsOfReferences(String(value), steps, `${at}.outputs.${name}`, actionOf)]),
  ];
}

interface OfTheJob { readonly actionOf: ActionOf; readonly mayLogIn: boolean; readonly needs: readonly string[] }

function faultsOfSteps(steps: readonly Mapping[], job: string, { actionOf, mayLogIn, needs }: OfTheJob): readonly string[] {
  const ids = steps.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${job}: two steps have the id ${id}`),
    ...steps.flatMap((step, n) => {
      const at = `${job}.steps[${n}]`;
      const texts = [step['run'], step['name'], ...Object.values((step['with'] ?? {}) as Mapping), ...Object.values((step['env'] ?? {}) as Mapping)].filter((text) => typeof text === 'string');
      return [
        ...unknownIn(step, STEP, `${at}.`),
        ...((step['uses'] === undefined) === (step['run'] === undefined) ? [`${at} needs one of uses and run`] : []),
        ...faultsOfExpressions(step['if'], 'stepIf', `${at}.if`, true),
        ...texts.flatMap((text) => [...faultsOfExpressions(text, 'step', at), ...faultsOfReferences(text, steps.slice(0, n), at, actionOf), ...namedIn(text).filter(({ context, path }) => context === 'needs' && path[0] !== undefined && !needs.includes(path[0])).map(({ text: said }) => `${at}: \`${said}\` is of a job that it does not need`)]),
        ...namedIn(String(step['run'] ?? '')).filter(({ context, path }) => UNTRUSTED.test([context, ...path].join('.'))).map(({ text }) => `${at}.run: \`${text}\` becomes code that a stranger wrote; hand it over in env`),
        ...faultsOfUse(step, at, actionOf, mayLogIn),
      ];
    }),
  ];
}

/** What the runner says of inputs, and what our actions need besides. */
function faultsOfUse(step: Mapping, at: string, actionOf: ActionOf, mayLogIn: boolean): readonly string[] {
  const uses = step['uses'];
  if (typeof uses !== 'string') return [];
  if (!/^(\.\/|docker:\/\/|[\w.-]+\/[\w.-]+(\/[\w./-]+)?@[\w./-]+$)/.test(uses)) return [`${at}.uses is ${uses}: it needs a version, such as owner/repository@v1`];
  const action = actionOf(uses);
  if (action === undefined) return uses.includes('patchbay/patchbay/') ? [`${at}.uses is ${uses}, which is no action of ours`] : [];
  const given = (step['with'] ?? {}) as Mapping;
  const declared = action.inputs ?? {};
  return [
    ...Object.keys(given).filter((name) => declared[name] === undefined).map((name) => `${at}: Unexpected input '${name}', valid inputs are ${Object.keys(declared).join(', ')}`),
    ...Object.entries(declared).filter(([name, { required, default: otherwise }]) => required === true && otherwise === undefined && given[name] === undefined).map(([name]) => `${at}: input ${name} is required`),
    ...(given['policy'] !== undefined && !mayLogIn ? [`${at}: it logs in with \`policy\`, so the job needs \`permissions: { id-token: write }\``] : []),
  ];
}

/** `steps.id.outputs.name`: the step is there, before this one, and has that output. */
function faultsOfReferences(text: string, before: readonly Mapping[], at: string, actionOf: ActionOf): readonly string[] {
  return namedIn(text).filter(({ context }) => context === 'steps').flatMap(({ path: [id, kind, name], text: said }) => {
    const step = before.find((each) => each['id'] === id);
    if (step === undefined) return [`${at}: \`${said}\` names a step that is not before it`];
    const outputs = typeof step['uses'] === 'string' ? actionOf(step['uses'])?.outputs : undefined;
    return kind === 'outputs' && outputs !== undefined && name !== undefined && outputs[name] === undefined ? [`${at}: \`${said}\`: there is no output ${name}; ${Object.keys(outputs).join(', ')} are`] : [];
  });
}
