import { z } from 'zod';
import { defineAction } from '../action.ts';

export const dataKeyRotate = defineAction({
  id: 'data_key_rotate',
  title: 'Rotate the data key',
  description: 'Gives this tenant a new data key. New secrets are sealed with it at once, and all that is sealed already is sealed anew: also keys that were replaced, tokens, and answers that are kept.',
  safety: 'moderate',
  scope: 'vault:write',
  input: z.strictObject({}),
  output: z.object({
    key_version: z.int().meta({ description: 'Version of the key in use now.' }),
    resealed: z.int().meta({ description: 'How many documents were sealed anew.' }),
    unreadable: z.int().meta({ description: 'How many hold what no key of the hub opens. They stay as they are: set those secrets anew.' }),
  }),
});
