/** Jenkins: the shared library puts the inputs into PATCHBAY_INPUTS and reads the result from a file. */
import type { CiHost, Surroundings } from '../host.ts';
import { shellHost } from './shell.ts';

export function jenkinsHost(around: Surroundings): CiHost {
  const { env } = around;
  const branch = env['CHANGE_BRANCH'] ?? env['BRANCH_NAME'];
  return shellHost(around, {
    context: {
      provider: 'jenkins', project: env['JOB_NAME'], repository: env['GIT_URL']?.replace(/\/\/[^/@]*@/, '//'), commit: env['GIT_COMMIT'], ref: branch === undefined ? undefined : `refs/heads/${branch}`,
      pullRequest: env['CHANGE_ID'], run: env['BUILD_NUMBER'], job: env['JOB_NAME'], step: `${env['STAGE_NAME'] ?? ''} ${env['PATCHBAY_STEP'] ?? ''}`, url: env['BUILD_URL'],
    },
    tokenAdvice: 'Bind an id token credential (plugin oidc-provider) to PATCHBAY_ID_TOKEN, or an API key to PATCHBAY_TOKEN.',
  });
}
