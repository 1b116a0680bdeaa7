/** Which CI this is, for the program that runs in any of them. */
import type { CiHost, Surroundings } from '../host.ts';
import { gitlabHost } from './gitlab.ts';
import { jenkinsHost } from './jenkins.ts';
import { shellHost } from './shell.ts';

export function detectHost(around: Surroundings): CiHost {
  const { env } = around;
  if (env['CI_JOB_ID'] !== undefined && env['CI_PROJECT_PATH'] !== undefined) return gitlabHost(around);
  if (env['JENKINS_URL'] !== undefined) return jenkinsHost(around);
  return shellHost(around, {
    context: {
      provider: 'other', project: env['PATCHBAY_CI_PROJECT'], repository: env['PATCHBAY_CI_PROJECT'], commit: env['PATCHBAY_CI_COMMIT'], ref: env['PATCHBAY_CI_REF'],
      pullRequest: env['PATCHBAY_CI_PULL_REQUEST'], run: env['PATCHBAY_CI_RUN'], attempt: env['PATCHBAY_CI_ATTEMPT'], job: env['PATCHBAY_CI_JOB'], url: env['PATCHBAY_CI_URL'],
    },
  });
}
