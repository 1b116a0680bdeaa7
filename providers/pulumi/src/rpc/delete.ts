/** Deletes one. What is gone already is gone; what is destructive waits for somebody to approve it. */
import { approved } from '@patchbay/client';
import { explained } from '../hub/explain.ts';
import { isGone } from '../hub/hub.ts';
import { type Context, type Handlers, typeIn, until } from './context.ts';

export const deleteCalls = (context: Context): Pick<Handlers, 'Delete'> => ({
  async Delete({ id = '', urn, timeout }, signal) {
    const type = await typeIn(context, urn);
    const limit = until(context, signal, timeout);
    try {
      const { client, config } = context.hub();
      const api = client.resource(type.model.plural);
      await approved((approvalId) => api.delete(id, { signal: limit, approvalId }), { wait: config.approvalWaitMs, signal: limit });
    } catch (error) {
      if (!isGone(error)) throw explained(error, `delete the ${type.model.title.toLowerCase()} ${id}`, type);
    }
    return {};
  },
});
