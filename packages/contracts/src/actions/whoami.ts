import { z } from 'zod';
import { defineAction } from '../action.ts';

export const whoami = defineAction({
  id: 'whoami',
  title: 'Who am I',
  description: 'The principal and tenant behind this credential, and what they may do.',
  safety: 'safe',
  scope: 'self:read',
  input: z.strictObject({}),
  output: z.object({
    principal: z.string().meta({ description: 'Id of the principal.' }),
    name: z.string().meta({ description: 'Its name.' }),
    tenant: z.string().meta({ description: 'The tenant it acts in.' }),
    scopes: z.array(z.string()).meta({ description: 'What it may do.' }),
  }),
});
