/** What could be imported, one after the other: `terraform query` of newer Terraform. */
import { type Fields, isAbsent, isFields } from '@patchbay/reconcile';
import { diagnose } from '../hub/diagnose.ts';
import { filtersOf, nameOf } from '../schema/data-source.ts';
import { type Attribute, attributeOf, objectType } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, resourceIn, type StreamHandlers, untilStopped } from './context.ts';
import { identityOf } from './identity.ts';
import { stateOf } from './read.ts';

const PAGE = 500;

export const listAttributes = ({ model }: ResourceType): Attribute[] =>
  filtersOf(model).map((field): Attribute => ({ ...attributeOf(field, { read: true, name: nameOf(model, field) }), presence: 'optional' }));

export const listCalls = (context: Context): Pick<StreamHandlers, 'ListResource'> => ({
  async *ListResource({ typeName, config, includeResource = false, limit = 0 }, signal) {
    const type = await resourceIn(context, typeName);
    try {
      const filters = filtersIn(type, fromWire(config, objectType(listAttributes(type))));
      let left = limit === 0 ? Infinity : limit;
      const page = Math.min(PAGE, left);
      for await (const view of context.hub().client.resource(type.model.plural).each({ ...filters, limit: page }, { signal: untilStopped(context, signal) })) {
        const state = stateOf(type, view, {});
        yield { ...identityOf(state), displayName: type.model.key.map((field) => String(view[field] ?? '')).join('/'), ...(includeResource ? { resource: toWire(state, type.wire) } : {}) };
        if (--left <= 0) return;
      }
    } catch (error) {
      yield { diagnostics: diagnose(error, `list ${type.model.plural.replaceAll('_', ' ')}`) };
    }
  },
});

function filtersIn({ model }: ResourceType, config: unknown): Fields {
  const asked = isFields(config) ? config : {};
  return Object.fromEntries(filtersOf(model).flatMap((field) => (isAbsent(asked[nameOf(model, field)]) ? [] : [[field.name, asked[nameOf(model, field)]]])));
}
