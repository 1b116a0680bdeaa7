/** Looks up one resource, or many. */
import { type Fields, findByKey, findByName, isAbsent, type ResourceModel, visibleFields } from '@patchbay/reconcile';
import { diagnose, Refusal } from '../hub/diagnose.ts';
import { attributeName } from '../schema/attribute.ts';
import { type DataSource, filtersOf, nameOf } from '../schema/data-source.ts';
import { fromHub } from '../schema/resource-type.ts';
import { fromWire, toWire } from '../value/wire.ts';
import { type Context, findPorts, type Handlers, typeIn, untilStopped } from './context.ts';

export const dataSourceCalls = (context: Context): Pick<Handlers, 'ReadDataSource'> => ({
  async ReadDataSource({ typeName, config }, signal) {
    const source = typeIn((await context.types()).dataSources, typeName);
    const { model } = source.of;
    const asked = fromWire(config, source.wire) as Fields;
    try {
      const found = source.many ? await readMany(context, source, asked, untilStopped(context, signal)) : await readOne(context, model, asked, untilStopped(context, signal));
      return { state: toWire(found, source.wire) };
    } catch (error) {
      return { diagnostics: diagnose(error, `look up ${source.many ? model.plural.replaceAll('_', ' ') : `the ${model.title.toLowerCase()}`}`) };
    }
  },
});

async function readOne(context: Context, model: ResourceModel, asked: Fields, signal: AbortSignal): Promise<Fields> {
  const ports = await findPorts(context, signal);
  if (!isAbsent(asked['id'])) return shown(model, await findByName(model, String(asked['id']), ports));
  const key = Object.fromEntries(model.key.map((field) => [field, asked[attributeName(field)]]));
  const found = await findByKey(model, key, ports);
  if (found === undefined) throw new Refusal(`There is no such ${model.title.toLowerCase()}`, `Nothing has ${model.key.map((field) => `${attributeName(field)} = ${JSON.stringify(key[field])}`).join(' and ')}.`);
  return { ...shown(model, found), ...Object.fromEntries(model.key.map((field) => [attributeName(field), asked[attributeName(field)]])) };
}

async function readMany(context: Context, { of: { model } }: DataSource, asked: Fields, signal: AbortSignal): Promise<Fields> {
  const filters = Object.fromEntries(filtersOf(model).flatMap((field) => (isAbsent(asked[nameOf(model, field)]) ? [] : [[field.name, asked[nameOf(model, field)]]])));
  const items: Fields[] = [];
  for await (const view of context.hub().client.resource(model.plural).each({ ...filters, limit: 500 }, { signal })) items.push(shown(model, view));
  return { ...asked, ids: items.map(({ id }) => id), items };
}

export function shown(model: ResourceModel, view: Fields): Fields {
  const { declared, computed } = fromHub(model, view);
  return Object.fromEntries(visibleFields(model).map((field) => [nameOf(model, field), field.computed ? computed[field.name] : declared[field.name]]));
}
