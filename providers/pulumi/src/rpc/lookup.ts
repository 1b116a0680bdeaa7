/** Looks up one resource, or many, or says what could be imported. */
import { GrpcError, status } from '@patchbay/grpc';
import { checkFields, type Fields, findByKey, findByName, hasUnknown, isAbsent, type Issue } from '@patchbay/reconcile';
import { explained } from '../hub/explain.ts';
import { Refusal } from '../hub/refusal.ts';
import { fromStruct, toStruct } from '../protocol/struct.ts';
import { failure } from '../schema/checked.ts';
import { type Lookup, lookupsOf } from '../schema/lookups.ts';
import { present, readView, type ResourceType, sent } from '../schema/resource-type.ts';
import { revealFields } from '../value/secret.ts';
import { type Context, findPorts, type Handlers, type StreamHandlers, typeAt, until } from './context.ts';

const PAGE = 500;

export const lookupCalls = (context: Context): Pick<Handlers, 'Invoke'> & StreamHandlers => ({
  async Invoke({ token = '', args }, signal) {
    const lookup = await lookupAt(context, token);
    const asked = revealFields(fromStruct(args));
    if (hasUnknown(asked)) return { result: toStruct({}) };
    const issues = checkLookup(lookup, asked);
    if (issues.length > 0) return { failures: issues.map(failure) };
    const limit = until(context, signal);
    try {
      return { result: toStruct(lookup.many ? await readMany(context, lookup.of, asked, limit) : await readOne(context, lookup.of, asked, limit)) };
    } catch (error) {
      throw explained(error, `look up ${lookup.many ? lookup.of.model.plural.replaceAll('_', ' ') : `the ${lookup.of.model.title.toLowerCase()}`}`);
    }
  },

  async *List({ token = '', query, limit = 0, pageSize = 0, continuation = '' }, signal) {
    const type = await typeAt(context, token);
    const size = Math.min(...[limit, pageSize, PAGE].filter((each) => each > 0));
    try {
      const filters = sent(type, revealFields(fromStruct(query)));
      const page = await context.hub().client.resource(type.model.plural).list({ ...filters, limit: size, ...(continuation === '' ? {} : { cursor: continuation }) }, { signal: until(context, signal) });
      for (const view of page.items) yield { result: { id: view.id, name: type.hub.key.map((field) => String(view[field] ?? '')).join('/') } };
      if (page.next_cursor !== null) yield { continuation: { token: page.next_cursor } };
    } catch (error) {
      throw explained(error, `list ${type.model.plural.replaceAll('_', ' ')}`);
    }
  },
});

async function lookupAt(context: Context, token: string): Promise<Lookup> {
  const found = [...(await context.types()).resources.values()].flatMap(lookupsOf).find((lookup) => lookup.token === token);
  if (found === undefined) throw new GrpcError(status.invalidArgument, `there is no function ${token}`);
  return found;
}

function checkLookup({ inputs, many, of: { model } }: Lookup, { id, ...asked }: Fields): Issue[] {
  const byKey = model.key.filter((field) => !isAbsent(asked[field]));
  const half = !many && (isAbsent(id) ? byKey.length < model.key.length : byKey.length > 0);
  return [...checkFields(inputs, asked, { whole: false }), ...(half ? [{ path: ['id'], message: `expected either id or ${model.key.join(' and ')}` }] : [])];
}

async function readOne(context: Context, type: ResourceType, asked: Fields, signal: AbortSignal): Promise<Fields> {
  const ports = await findPorts(context, signal);
  const key = sent(type, asked);
  const found = isAbsent(asked['id']) ? await findByKey(type.hub, key, ports) : await findByName(type.hub, String(asked['id']), ports);
  if (found === undefined) throw new Refusal(`nothing has ${type.model.key.map((field) => `${field} ${JSON.stringify(asked[field])}`).join(' and ')}`);
  return shown(type, found);
}

async function readMany(context: Context, type: ResourceType, asked: Fields, signal: AbortSignal): Promise<Fields> {
  const items: Fields[] = [];
  for await (const view of context.hub().client.resource(type.model.plural).each({ ...filtersIn(type, asked), limit: PAGE }, { signal })) items.push(shown(type, view));
  return { ids: items.map(({ id }) => id), items };
}

/** Also by what only the hub says, such as a status. */
function filtersIn({ model, hub }: ResourceType, asked: Fields): Fields {
  return Object.fromEntries(model.indexed.flatMap((name, i) => (isAbsent(asked[name]) ? [] : [[hub.indexed[i] ?? name, asked[name]]])));
}

const shown = (type: ResourceType, view: Fields): Fields => ({ id: view['id'], ...present([...type.visible, ...type.computed], readView(type, view)) });
