import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';

export const endpointEnabled = defineEvent({
  type: 'endpoint.enabled',
  description: 'An endpoint was switched on again.',
  data: z.object({
    id: z.string().meta({ description: 'Id of the endpoint.' }),
    name: z.string().meta({ description: 'Its name.' }),
    uid: z.string().optional().meta({ description: 'What another system calls it.' }),
    project: z.string().optional().meta({ description: 'Id of its project.' }),
    disabled_because: z.enum(['request', 'gone', 'failing', 'plan']).meta({ description: 'Why it was off.' }),
    failing_since: instant.nullish().meta({ description: 'Since when every delivery had failed.' }),
  }),
});
