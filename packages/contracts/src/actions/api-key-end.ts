import { z } from 'zod';
import { defineAction } from '../action.ts';

export const apiKeyEnd = defineAction({
  id: 'api_key_end',
  title: 'Sign out',
  description: 'Ends the key that this call comes with, if it is one that runs out by itself.',
  safety: 'moderate',
  scope: 'api_key:end',
  input: z.strictObject({}),
  output: z.object({ ended: z.boolean().meta({ description: 'Whether it has ended; a key without an end is not ended by a mistake.', examples: [true] }) }),
});
