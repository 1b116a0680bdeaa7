import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';

export const endpointDisabled = defineEvent({
  type: 'endpoint.disabled',
  description: 'An endpoint was switched off: by request, or by the hub because its receiver is gone or only failed for long.',
  data: z.object({
    id: z.string().meta({ description: 'Id of the endpoint.' }),
    name: z.string().meta({ description: 'Its name.' }),
    uid: z.string().optional().meta({ description: 'What another system calls it.' }),
    project: z.string().optional().meta({ description: 'Id of its project.' }),
    because: z.enum(['request', 'gone', 'failing', 'plan']).meta({ description: 'Why.' }),
    failing_since: instant.nullish().meta({ description: 'Since when every delivery failed.' }),
  }),
});
