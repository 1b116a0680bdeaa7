/** Takes over what exists: by its id, by its natural key, or by its identity. */
import { type Fields, findByName, sameField } from '@patchbay/reconcile';
import { diagnose } from '../hub/diagnose.ts';
import { type Attribute, attributeName } from '../schema/attribute.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, findPorts, type Handlers, resourceIn, untilStopped } from './context.ts';
import { idIn, identityOf } from './identity.ts';
import { stateOf } from './read.ts';

export const importCalls = (context: Context): Pick<Handlers, 'ImportResourceState' | 'GenerateResourceConfig'> => ({
  async ImportResourceState({ typeName, id = '', identity }, signal) {
    const type = await resourceIn(context, typeName);
    const name = id === '' ? idIn(identity) ?? '' : id;
    try {
      const view = await findByName(type.model, name, await findPorts(context, untilStopped(context, signal)));
      const state = stateOf(type, view, {});
      return { imported: [{ typeName, state: toWire(state, type.wire), ...identityOf(state) }] };
    } catch (error) {
      return { diagnostics: diagnose(error, `import the ${type.model.title.toLowerCase()} ${name}`) };
    }
  },

  /** The state as somebody would have written it: without what only the hub sets, and without defaults. */
  async GenerateResourceConfig({ typeName, state }) {
    const type = await resourceIn(context, typeName);
    const now = fromWire(state, type.wire) as Fields;
    const fields = new Map(type.model.fields.map((field) => [attributeName(field.name), field]));
    const written = ({ name, presence }: Attribute): unknown => {
      const field = fields.get(name);
      if (presence === 'computed' || field === undefined) return null;
      return field.default !== undefined && sameField(now[name], null, field) ? null : now[name];
    };
    return { config: toWire(Object.fromEntries(type.attributes.map((attribute) => [attribute.name, written(attribute)])), type.wire) };
  },
});
