import { z } from 'zod';
import { defineAction } from '../action.ts';
import { idOf } from '../field.ts';

const ids = z.array(z.string().min(1).max(64)).min(1).max(500);

export const ruleDeadLetterRedrive = defineAction({
  id: 'rule_dead_letter_redrive',
  title: 'Redrive rule dead letters',
  description: 'Sends events that rules could not act on to those rules anew, as they are declared now: those named, or those of a rule, up to the limit. Who wants all of them calls again while there are more.',
  safety: 'moderate',
  scope: 'rule:write',
  input: z.strictObject({
    ids: ids.optional().meta({ description: 'Just these.', examples: [['rdl_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    rule: idOf('rule', 'rule').optional().meta({ description: 'Those of this rule.', examples: ['rule_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    limit: z.int().min(1).max(500).default(100).meta({ description: 'How many, at most.', examples: [100] }),
  }),
  output: z.object({
    redriven: z.int().meta({ description: 'How many were sent.', examples: [3] }),
    more: z.boolean().meta({ description: 'Whether there are more of them.', examples: [false] }),
  }),
  failures: ['resource.conflict'],
});
