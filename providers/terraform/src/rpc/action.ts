/** Actions of the hub, started by newer Terraform: after a change, or by hand. */
import { approved } from '@patchbay/client';
import { declared, type Fields } from '@patchbay/reconcile';
import { diagnose } from '../hub/diagnose.ts';
import { attributeName } from '../schema/attribute.ts';
import type { ActionType } from '../schema/action-type.ts';
import { toHub } from '../schema/resource-type.ts';
import { fromWire } from '../value/wire.ts';
import { type Context, type Handlers, type StreamHandlers, typeIn, untilStopped } from './context.ts';

export const actionCalls = (context: Context): Pick<Handlers, 'PlanAction'> & Pick<StreamHandlers, 'InvokeAction'> => ({
  async PlanAction({ action }) {
    typeIn((await context.types()).actions, action);
    return {};
  },

  async *InvokeAction({ action, config }, signal) {
    const type = typeIn((await context.types()).actions, action);
    try {
      const { id, input } = callOf(type, fromWire(config, type.wire) as Fields);
      yield { progress: { message: `calling ${id}` } };
      const { client, config: { approvalWaitMs } } = context.hub();
      const limit = untilStopped(context, signal);
      let done: Promise<unknown> = Promise.resolve();
      const approval = await new Promise<string | undefined>((resolve) => {
        done = approved((approvalId) => client.call(id, input, { signal: limit, approvalId }), { wait: approvalWaitMs, signal: limit, waits: resolve });
        done.finally(() => resolve(undefined)).catch(() => undefined);
      });
      if (approval !== undefined) yield { progress: { message: `somebody else must allow it: patchbay approvals approve ${approval}` } };
      await done;
      yield { completed: {} };
    } catch (error) {
      yield { completed: { diagnostics: diagnose(error, type.title.toLowerCase(), type.model) } };
    }
  },
});

function callOf({ id, model }: ActionType, config: Fields): { id: string; input: Fields } {
  const input = toHub(model, declared(model, Object.fromEntries(model.fields.map(({ name }) => [name, config[attributeName(name)]]))));
  return id === 'call' ? { id: String(input['action']), input: (input['input'] ?? {}) as Fields } : { id, input };
}
