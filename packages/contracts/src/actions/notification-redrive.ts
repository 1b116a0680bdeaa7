import { z } from 'zod';
import { defineAction } from '../action.ts';
import { idOf } from '../field.ts';

const ids = z.array(z.string().min(1).max(64)).min(1).max(500);

export const notificationRedrive = defineAction({
  id: 'notification_redrive',
  title: 'Send notifications anew',
  description: 'Sends messages that failed once more, with the template as it is now: those named, or those of a rule, up to the limit. Look first whether one with the reason unknown arrived.',
  safety: 'moderate',
  scope: 'rule:write',
  input: z.strictObject({
    ids: ids.optional().meta({ description: 'Just these.', examples: [['ntf_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    rule: idOf('rule', 'rule').optional().meta({ description: 'Those of this rule.', examples: ['rule_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    limit: z.int().min(1).max(500).default(100).meta({ description: 'How many, at most.', examples: [100] }),
  }),
  output: z.object({
    redriven: z.int().meta({ description: 'How many are on their way.', examples: [3] }),
    more: z.boolean().meta({ description: 'Whether there are more of them.', examples: [false] }),
  }),
  failures: ['resource.conflict'],
});
