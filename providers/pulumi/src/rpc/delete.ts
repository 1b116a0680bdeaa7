/** Deletes one. What is gone already is gone; what is destructive waits for somebody to approve it. */
import { approved } from '@patchbay/client';
import { explained } from '../hub/explain.ts';
import { isGone } from '../hub/hub.ts';
import { type Context, type Handlers, patience, typeIn, until } from './context.ts';

export const deleteCalls = (context: Context): Pick<Handlers, 'Delete'> => ({
  async Delete({ id = '', urn, timeout }, signal) {
    const type = await typeIn(context, urn);
    const limit = until(context, signal, timeout);
    const what = `delete the ${type.model.title.toLowerCase()} ${id}`;
    try {
      const api = context.hub().client.resource(type.model.plural);
      await approved((approvalId) => api.delete(id, { signal: limit, approvalId }), patience(context, urn, what, limit));
    } catch (error) {
      if (!isGone(error)) throw explained(error, what, type);
    }
    return {};
  },
});
