import { z } from 'zod';
import { defineAction } from '../action.ts';
import { headerName, headerValue } from '../outgoing-headers.ts';

export const endpointHeadersChange = defineAction({
  id: 'endpoint_headers_change',
  title: 'Change headers of an endpoint',
  description: 'Sets and removes single headers that are sent along, and leaves the others as they are, also those that nobody may read back. Headers that tell a secret are kept among these.',
  safety: 'moderate',
  scope: 'endpoint:write',
  input: z.strictObject({
    endpoint: z.string().min(1).max(64).meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    headers: z.record(headerName, headerValue.nullable()).meta({ description: 'Names and values; null removes.', examples: [{ 'X-Team': 'payments', 'X-Old': null }] }),
    replace: z.boolean().default(false).meta({ description: 'Whether those that are not named go.', examples: [false] }),
  }),
  output: z.object({
    headers: z.record(z.string(), z.string()).meta({ description: 'Those that everybody may read.' }),
    secret_header_names: z.array(z.string()).meta({ description: 'The names of the others.' }),
  }),
  failures: ['resource.not_found', 'resource.conflict'],
});
