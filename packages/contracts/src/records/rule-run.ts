import { z } from 'zod';
import { idOf, instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const ruleRun = defineRecord({
  name: 'rule_run',
  plural: 'rule_runs',
  prefix: 'rrun',
  title: 'Rule run',
  description: 'One try of a rule to act on an event, and what came of it.',
  fields: {
    seq: z.int().meta({ description: 'Its place in the order in which runs ended.', examples: [42] }),
    rule: idOf('rule', 'rule').meta({ description: 'The rule.', examples: ['rule_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event: z.string().meta({ description: 'The event that it matched.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    action: z.string().meta({ description: 'The action that was called.', examples: ['event_publish'] }),
    number: z.int().meta({ description: 'The how manieth try, from 1.', examples: [1] }),
    outcome: z.enum(['done', 'waiting', 'failed']).meta({ description: 'Whether the action was done; waiting: for an approval.', examples: ['done'] }),
    failure: z.string().optional().meta({ description: 'The failure code, if it was not done.', examples: ['upstream.failed'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['https://ci.example.com answered 503'] }),
    approval: z.string().optional().meta({ description: 'The approval that it waits for.', examples: ['apr_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    duration_ms: z.int().meta({ description: 'How long it took.', examples: [12] }),
    next_at: instant.optional().meta({ description: 'When it is tried again.' }),
  },
  indexed: ['rule', 'event', 'outcome'],
});
