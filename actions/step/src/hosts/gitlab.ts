/** GitLab CI: sections in the log, a dotenv report, and the id token that the job declares. */
import type { CiHost, Surroundings } from '../host.ts';
import { shellHost } from './shell.ts';

export function gitlabHost(around: Surroundings): CiHost {
  const { env, now } = around;
  const seconds = (): number => Math.floor(now() / 1000);
  let open = 0;
  const problems: string[] = [];
  let url = '';
  const shell = shellHost(around, {
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
  const report = (variable: string, text: string): void => { if (env[variable]) around.append(env[variable], text); };
  return {
    ...shell,
    output(name, value) {
      if (name === 'url') url = shell.hide(value);
      shell.output(name, value);
    },
    annotate(level, text, title) {
      if (level !== 'notice') problems.push(shell.hide(text));
      shell.annotate(level, text, title);
    },
    end(result, why) {
      const job = env['CI_JOB_NAME'] ?? 'patchbay';
      report('PATCHBAY_JUNIT', junit(job, result === 'succeeded' ? undefined : shell.hide(why)));
      report('PATCHBAY_CODEQUALITY', codequality(job, problems));
      report('PATCHBAY_ANNOTATIONS', annotations(job, url));
      return shell.end(result, why);
    },
  };
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll(/[^\t\n\r\x20-\uFFFD]/g, '');

/** The merge request shows a failed deployment among the failed tests. */
function junit(job: string, failure: string | undefined): string {
  const inner = failure === undefined ? '' : `<failure message="${escape(failure)}"/>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="Patchbay" tests="1" failures="${failure === undefined ? 0 : 1}"><testcase classname="Patchbay" name="${escape(job)}">${inner}</testcase></testsuite></testsuites>\n`;
}

/** The page of the job links to where it was deployed. */
const annotations = (job: string, url: string): string => `${JSON.stringify({ Patchbay: /^https?:/.test(url) ? [{ external_link: { label: job, url } }] : [] })}\n`;

/** And as a remark on the file that declares the job. */
const codequality = (job: string, problems: readonly string[]): string =>
  `${JSON.stringify(problems.map((description, at) => ({ description, check_name: 'patchbay', fingerprint: `patchbay-${job}-${at}`, severity: 'blocker', location: { path: '.gitlab-ci.yml', lines: { begin: 1 } } })))}\n`;
