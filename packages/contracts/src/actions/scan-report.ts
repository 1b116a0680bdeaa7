/** A scanner tells what it found; gates of kind vulnerabilities ask for it. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { version } from '../deployment.ts';
import { schemasOf } from '../derive.ts';
import { httpUrl, name } from '../field.ts';
import { scan } from '../records/scan.ts';
import { projectName } from './deployment.ts';

const count = (of: string) => z.int().min(0).max(1_000_000).default(0).meta({ description: `Findings of severity ${of}.`, examples: [0] });

export const scanReport = defineAction({
  id: 'scan_report', title: 'Report a scan', safety: 'moderate', scope: 'scan:write', output: schemasOf(scan).view,
  description: 'Says how many vulnerabilities a scanner found in a version of a project. By the scanner itself, by a CI, or by a rule that makes it of a webhook. The latest result of each scanner counts.',
  input: z.strictObject({
    project: projectName, release: version.release, commit: version.commit,
    scanner: name.meta({ description: 'Who scanned.', examples: ['trivy'] }),
    counts: z.strictObject({ critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low'), info: count('info') }).meta({ description: 'How many findings there are by severity.', examples: [{ critical: 0, high: 1 }] }),
    url: httpUrl.optional().meta({ description: 'Where the findings are.', examples: ['https://scanner.example.com/reports/4711'] }),
  }).superRefine((input, context) => {
    if (input.release === undefined && input.commit === undefined) context.addIssue({ code: 'custom', path: ['commit'], message: 'expected a release or a commit' });
  }),
  failures: ['reference.not_found', 'resource.conflict'],
  route: { method: 'POST', path: '/v1/scans' },
});
