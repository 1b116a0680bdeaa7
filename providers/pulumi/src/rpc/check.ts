/** What is wrong with the inputs can be said before anything is asked of the hub, at the property. */
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { checked } from '../schema/checked.ts';
import { type Context, type Handlers, typeIn } from './context.ts';

export const checkCalls = (context: Context): Pick<Handlers, 'Check'> => ({
  async Check({ urn, olds, news }) {
    const type = await typeIn(context, urn);
    const { inputs, failures } = checked(type, fromStruct(news), Object.keys(olds?.fields ?? {}).length > 0);
    return { inputs: toStruct(inputs), failures };
  },
});
