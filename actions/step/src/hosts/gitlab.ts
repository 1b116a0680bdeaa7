/** GitLab CI: sections in the log, a dotenv report, and the id token that the job declares. */
import type { CiHost, Surroundings } from '../host.ts';
import { shellHost } from './shell.ts';

export function gitlabHost(around: Surroundings): CiHost {
  const { env, now } = around;
  const seconds = (): number => Math.floor(now() / 1000);
  let open = 0;
  return shellHost(around, {
    context: {
      provider: 'gitlab', project: env['CI_PROJECT_ID'], repository: env['CI_PROJECT_PATH'], commit: env['CI_COMMIT_SHA'],
      ref: env['CI_COMMIT_TAG'] ? `refs/tags/${env['CI_COMMIT_TAG']}` : env['CI_COMMIT_BRANCH'] ? `refs/heads/${env['CI_COMMIT_BRANCH']}` : env['CI_COMMIT_REF_NAME'],
      pullRequest: env['CI_MERGE_REQUEST_IID'], run: env['CI_PIPELINE_ID'], attempt: env['CI_JOB_ID'], job: env['CI_JOB_NAME'], url: env['CI_JOB_URL'],
    },
    sections(title) {
      const end = open > 0 ? `\x1b[0Ksection_end:${seconds()}:patchbay_${open}\r\x1b[0K\n` : '';
      if (title === undefined) return end;
      open += 1;
      return `${end}\x1b[0Ksection_start:${seconds()}:patchbay_${open}\r\x1b[0K${title.replaceAll(/[\r\n\x1b]/g, ' ')}\n`;
    },
    tokenAdvice: 'Give the job `id_tokens: { PATCHBAY_ID_TOKEN: { aud: <audience of the trust policy> } }`.',
  });
}
