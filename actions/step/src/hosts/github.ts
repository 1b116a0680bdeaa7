/** GitHub Actions: command files, workflow commands, and the token service of the runner. */
import type { CiHost, Surroundings } from '../host.ts';
import { askTokenService } from '../hub/token-service.ts';
import { createMasks } from '../masks.ts';
import { pullRequestOf } from './pull-request.ts';
import { summaryOf } from './summary.ts';

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export function githubHost({ env, write, append, onSignal, random, temporary }: Surroundings): CiHost {
  const masks = createMasks();
  const command = (name: string, text: string, properties = ''): void => write(`::${name}${properties}::${data(masks.hide(text))}\n`);
  let open = false;

  /** A delimiter that nobody can guess: a value could otherwise end its own block and set another one. */
  function put(file: string, name: string, value: string): void {
    const path = env[file];
    if (path === undefined || path === '') return;
    if (!/[\r\n]/.test(value)) return append(path, `${name}=${value}\n`);
    const delimiter = `end_${random()}`;
    append(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
  }

  return {
    context: {
      provider: 'github', project: env['GITHUB_REPOSITORY_ID'], repository: env['GITHUB_REPOSITORY'], commit: env['GITHUB_SHA'], ref: env['GITHUB_REF'],
      pullRequest: pullRequestOf(env['GITHUB_REF']), run: env['GITHUB_RUN_ID'], attempt: env['GITHUB_RUN_ATTEMPT'], job: env['GITHUB_JOB'],
      step: `${env['GITHUB_ACTION'] ?? ''} ${env['RUNNER_NAME'] ?? ''}`, // jobs of a matrix share their name, but not their runner
      url: env['GITHUB_RUN_ID'] === undefined ? undefined : `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}/actions/runs/${env['GITHUB_RUN_ID']}`,
    },
    input: (name) => env[`INPUT_${name.toUpperCase()}`],
    output: (name, value) => put('GITHUB_OUTPUT', name, value),
    mask(value) {
      for (const part of masks.add(value)) write(`::add-mask::${data(part)}\n`);
    },
    // What looks like a command must stay a line. The runner takes a carriage return for the end of one, and trims what .NET calls white space.
    line: (text) => write(`${masks.hide(text).replaceAll(/(^|[\r\n])([\s\x85]*)::/g, '$1$2:\u200b:').replaceAll('##[', '#\u200b#[')}\n`),
    group(title) {
      if (open) write('::endgroup::\n');
      open = title !== undefined;
      if (title !== undefined) command('group', title);
    },
    annotate: (level, text, title) => command(level, text, ` title=${property(masks.hide(title))}`),
    summary(title, facts) {
      const path = env['GITHUB_STEP_SUMMARY'];
      if (path !== undefined && path !== '') append(path, masks.hide(summaryOf(title, facts)));
    },
    keep: (name, value) => put('GITHUB_STATE', name, value),
    kept: (name) => env[`STATE_${name}`],
    async idToken(audience, signal) {
      const url = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
      if (url === undefined || url === '') return undefined;
      const answer = await askTokenService({ method: 'GET', url: `${url}&audience=${encodeURIComponent(audience)}`, headers: { authorization: `Bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}` } }, signal);
      return (answer as { value?: string }).value;
    },
    tokenAdvice: 'Give the job `permissions: { id-token: write }`. Pull requests of forks get no token: run this step on push, or on pull_request_target without the code of the fork.',
    keepsToken: false,
    exportVariable: (name, value) => put('GITHUB_ENV', name, value),
    addPath: (folder) => { if (env['GITHUB_PATH']) append(env['GITHUB_PATH'], `${folder}\n`); },
    folder: env['RUNNER_TEMP'] ?? temporary,
    chance: random,
    onCancel: (listener) => { onSignal('SIGINT', listener); onSignal('SIGTERM', listener); },
    end: (result) => ({ succeeded: 0, failed: 1, cancelled: 130 })[result],
  };
}
