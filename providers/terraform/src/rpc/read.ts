/** What is there now: drift shows, and what is gone is gone. An error never looks like that. */
import type { Fields } from '@patchbay/reconcile';
import { diagnose } from '../hub/diagnose.ts';
import { actualOf, objectOf, partsOf, type ResourceType } from '../schema/resource-type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, type Handlers, resourceIn } from './context.ts';
import { identityOf } from './identity.ts';

export const readCalls = (context: Context): Pick<Handlers, 'ReadResource'> => ({
  async ReadResource({ typeName, state, private: kept }) {
    const type = await resourceIn(context, typeName);
    const before = fromWire(state, type.wire) as Fields;
    try {
      const view = await context.hub().read(type.model.plural, String(before['id']), context.state.stopping.signal); // it is asked together with others, and terraform stops all or none
      if (view === undefined) return { state: toWire(null, type.wire) };
      const now = stateOf(type, view, before);
      return { state: toWire(now, type.wire), private: kept, ...identityOf(now) };
    } catch (error) {
      return { state: state ?? {}, private: kept, diagnostics: diagnose(error, `read the ${type.model.title.toLowerCase()} ${String(before['id'])}`) };
    }
  },
});

/** In the words of the state, wherever the hub means the same. */
export const stateOf = (type: ResourceType, view: Fields, before: Fields): Fields => objectOf(type, actualOf(type, view, partsOf(type, before)));
