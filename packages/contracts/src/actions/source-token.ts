import { z } from 'zod';
import { defineAction } from '../action.ts';

export const sourceToken = defineAction({
  id: 'source_token',
  title: 'Show the token of a source',
  description: 'Shows the token that the sender brought in its handshake, so that you can enter it at the sender, as Notion asks. Only until the first request that is signed with it.',
  safety: 'moderate',
  scope: 'source:write',
  sensitive: true,
  input: z.strictObject({ id: z.string().min(1).max(64).meta({ description: 'Id of the source.', examples: ['src_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: z.object({ token: z.string().meta({ description: 'What the sender brought.', examples: ['secret_example'] }) }),
  failures: ['resource.not_found', 'source.no_token'],
});
