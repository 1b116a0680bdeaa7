/** Azure DevOps: `##vso` commands, a service connection, and the token service of the organisation. Tells of a failure by a command and exits with 0. */
import type { CiHost, Surroundings } from '../host.ts';
import { askTokenService } from '../hub/token-service.ts';
import { camelCase } from '../inputs/names.ts';
import { createMasks } from '../masks.ts';
import { pullRequestOf } from './pull-request.ts';
import { summaryOf } from './summary.ts';

const message = (text: string): string => text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
/** As the agent reads them: it has no Cancelled. */
const results = { succeeded: 'Succeeded', failed: 'Failed', cancelled: 'Canceled' } as const;

export function azureDevopsHost({ env, write, append, onSignal, random, temporary }: Surroundings): CiHost {
  const masks = createMasks();
  const inputs = takeAway(env);
  const connection = inputs.get('INPUT_CONNECTEDSERVICE') ?? '';
  const auth = (id: string, key: string): string | undefined => inputs.get(`ENDPOINT_AUTH_PARAMETER_${id}_${key}`);
  const command = (name: string, properties: Readonly<Record<string, string>>, text: string): void => {
    const written = Object.entries(properties).filter(([, value]) => value !== '').map(([key, value]) => `${key}=${property(value)};`).join('');
    write(`##vso[${name}${written === '' ? '' : ` ${written}`}]${message(text)}\n`);
  };
  /** The agent finds a command anywhere in a line. */
  const plain = (text: string): string => masks.hide(text).replaceAll(/##(?=vso\[|\[)/gi, '#\u200b#');
  const folder = env['AGENT_TEMPDIRECTORY'] ?? temporary;
  const job = env['SYSTEM_JOBID'];
  let open = false;

  return {
    context: {
      provider: 'azure_devops', project: env['SYSTEM_TEAMPROJECTID'], repository: env['BUILD_REPOSITORY_NAME'], commit: env['BUILD_SOURCEVERSION'], ref: env['BUILD_SOURCEBRANCH'],
      pullRequest: env['SYSTEM_PULLREQUEST_PULLREQUESTNUMBER'] ?? env['SYSTEM_PULLREQUEST_PULLREQUESTID'] ?? pullRequestOf(env['BUILD_SOURCEBRANCH']),
      run: env['BUILD_BUILDID'], attempt: env['SYSTEM_JOBATTEMPT'], job, step: env['SYSTEM_TASKINSTANCEID'] ?? '',
      url: env['BUILD_BUILDID'] === undefined ? undefined : `${env['SYSTEM_COLLECTIONURI'] ?? ''}${encodeURIComponent(env['SYSTEM_TEAMPROJECT'] ?? '')}/_build/results?buildId=${env['BUILD_BUILDID']}`,
    },
    input: (name) => inputs.get(`INPUT_${camelCase(name).toUpperCase()}`) ?? (name === 'hub' ? env[`ENDPOINT_URL_${connection}`]?.replace(/\/+$/, '') : name === 'token' ? auth(connection, 'APITOKEN') || undefined : undefined),
    output: (name, value) => command('task.setvariable', { variable: camelCase(name), isOutput: 'true', issecret: 'false' }, masks.hide(value)),
    mask(value) {
      for (const part of masks.add(value)) command('task.setsecret', {}, part);
    },
    line: (text) => write(`${plain(text)}\n`),
    group(title) {
      if (open) write('##[endgroup]\n');
      open = title !== undefined;
      if (title !== undefined) write(`##[group]${plain(title).replaceAll(/[\r\n]/g, ' ')}\n`);
    },
    annotate: (level, text) => (level === 'notice' ? write(`${plain(text)}\n`) : command('task.logissue', { type: level }, masks.hide(text))),
    summary(title, facts) {
      const file = `${folder}/patchbay-${random()}.md`;
      append(file, masks.hide(summaryOf(title, facts)));
      command('task.uploadsummary', {}, file);
    },
    keep: () => undefined,
    kept: () => undefined,
    async idToken(_, signal) {
      const url = env['SYSTEM_OIDCREQUESTURI'];
      const token = auth('SYSTEMVSSCONNECTION', 'ACCESSTOKEN') ?? env['SYSTEM_ACCESSTOKEN'];
      if (url === undefined || token === undefined) return undefined;
      const answer = await askTokenService({ method: 'POST', url: `${url}${url.includes('?') ? '&' : '?'}api-version=7.1`, headers: { authorization: `Bearer ${token}`, 'x-tfs-fedauthredirect': 'Suppress', 'content-length': '0' } }, signal);
      return (answer as { oidcToken?: string }).oidcToken;
    },
    tokenAdvice: 'Let the job use the service connection, or map SYSTEM_ACCESSTOKEN; the audience of its tokens is always api://AzureADTokenExchange.',
    keepsToken: false,
    exportVariable: (name, value, secret) => command('task.setvariable', { variable: name, isOutput: 'false', issecret: String(secret) }, value),
    addPath: (path) => command('task.prependpath', {}, path),
    folder,
    chance: random,
    onCancel: (listener) => { onSignal('SIGINT', listener); onSignal('SIGTERM', listener); },
    end(result, why) {
      command('task.complete', { result: results[result] }, masks.hide(why));
      return 0;
    },
  };
}

/** Inputs and credentials leave the environment, so that commands which the step starts don't inherit them. */
function takeAway(env: Surroundings['env']): ReadonlyMap<string, string> {
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!/^(INPUT|ENDPOINT_AUTH|SECRET)_/.test(name) || value === undefined) continue;
    if (value !== '') taken.set(name, value);
    delete env[name];
  }
  return taken;
}
