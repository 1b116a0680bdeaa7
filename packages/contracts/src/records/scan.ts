import { z } from 'zod';
import { idOf } from '../field.ts';
import { defineRecord } from '../resource.ts';

const count = (of: string) => z.int().meta({ description: `Findings of severity ${of}.`, examples: [0] });

const counts = z.object({ critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low'), info: count('info') });

export const scan = defineRecord({
  name: 'scan',
  plural: 'scans',
  prefix: 'scan',
  title: 'Scan',
  description: 'What a scanner found in one version of a project. A newer result of the same scanner takes its place.',
  fields: {
    project: idOf('project', 'prj').meta({ description: 'The project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    release: z.string().optional().meta({ description: 'The release that was scanned.', examples: ['1.4.2'] }),
    commit: z.string().optional().meta({ description: 'The commit that was scanned.', examples: ['3f0c1d9e5b7a2468ace013579bdf02468ace1357'] }),
    scanner: z.string().meta({ description: 'Who scanned.', examples: ['trivy'] }),
    counts: counts.meta({ description: 'How many findings there are by severity.', examples: [{ critical: 0, high: 1, medium: 4, low: 12, info: 0 }] }),
    url: z.string().optional().meta({ description: 'Where the findings are.', examples: ['https://scanner.example.com/reports/4711'] }),
    reported_by: z.string().meta({ description: 'Who reported it.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  },
  indexed: ['project', 'release', 'commit', 'scanner'],
});
