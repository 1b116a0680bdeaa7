/** A call of an action, written down to be made later. */
import { z } from 'zod';
import { json } from './field.ts';

export const ACTION_ID = /^[a-z][a-z0-9_]{1,119}$/;

export const actionCall = z.strictObject({
  action: z.string().regex(ACTION_ID, 'expected the id of an action, such as kubernetes_apply').meta({ description: 'Id of the action.', examples: ['kubernetes_apply'] }),
  input: json.default({}).meta({ description: 'Its input. In strings, {{path}} stands for a value of what set it off.', examples: [{ namespace: '{{environment.slug}}' }] }),
});
