import { z } from 'zod';
import { eventTypeName } from '../event-draft.ts';
import { idOf } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const ruleDeadLetter = defineRecord({
  name: 'rule_dead_letter',
  plural: 'rule_dead_letters',
  prefix: 'rdl',
  title: 'Rule dead letter',
  description: 'An event that a rule could not act on and that is not tried again by itself. It stays until somebody sends it to the rule anew.',
  fields: {
    rule: idOf('rule', 'rule').meta({ description: 'The rule.', examples: ['rule_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    event: z.string().meta({ description: 'The event that it matched.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    type: eventTypeName.meta({ description: 'The type of the event.', examples: ['build.finished'] }),
    action: z.string().meta({ description: 'The action that was called.', examples: ['event_publish'] }),
    reason: z.enum(['refused', 'exhausted', 'unknown', 'rejected']).meta({ description: 'The action was refused; it failed as often as it is tried; the hub stopped in the middle and nobody knows whether it was done; or nobody approved it.', examples: ['exhausted'] }),
    failure: z.string().meta({ description: 'The failure code of the last try.', examples: ['upstream.failed'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['https://ci.example.com answered 503'] }),
    attempts: z.int().meta({ description: 'How often it was tried.', examples: [10] }),
  },
  indexed: ['rule', 'event', 'type', 'action', 'reason'],
});
