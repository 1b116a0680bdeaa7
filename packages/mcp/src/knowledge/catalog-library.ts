/** Every resource and record of the hub, by its URI, through the same actions as everywhere. */
import { Failure, type House, type ResourceDefinition } from '@patchbay/contracts';
import type { Turn } from '../turn.ts';
import type { Library } from './library.ts';
import { uriOf, whichOf } from './uri.ts';

const JSON_TYPE = 'application/json';
const AT_ONCE = 100;

export function catalogLibrary(house: Pick<House, 'catalog' | 'invoke'>): Library {
  const live = house.catalog.resources.filter(({ state }) => state === 'live').sort((a, b) => (a.plural < b.plural ? -1 : 1));
  const readable = ({ caller, endpoint }: Turn): ResourceDefinition[] =>
    live.filter(({ name }) => caller.scopes.has(`${name}:read`) && endpoint.server === undefined && (endpoint.toolsets === undefined || endpoint.toolsets.includes(name)));
  const find = (uri: string, turn: Turn) => {
    const which = whichOf(uri, live);
    return which !== undefined && readable(turn).includes(which.definition) ? which : undefined;
  };
  const read = async (action: string, input: object, turn: Turn): Promise<unknown> => (await house.invoke({ action, input, caller: turn.caller, via: 'mcp', requestId: turn.requestId, get signal() { return turn.signal; } })).output;

  return Object.freeze({
    list: (turn: Turn) => readable(turn).map(({ plural, title, description }) => ({ uri: uriOf(plural), name: plural, title: `${title}: the newest`, description: `${description} The ${AT_ONCE} newest.`, mimeType: JSON_TYPE })),
    templates: (turn: Turn) => readable(turn).map(({ plural, title, description }) => ({ uriTemplate: `${uriOf(plural)}/{id}`, name: plural, title, description, mimeType: JSON_TYPE })),
    has: (uri: string, turn: Turn) => find(uri, turn) !== undefined,
    async read(uri: string, turn: Turn) {
      const which = find(uri, turn);
      if (which === undefined) return undefined;
      const { definition: { name }, id } = which;
      const output = id === undefined ? await read(`${name}_list`, { limit: AT_ONCE, sort: '-id' }, turn) : await read(`${name}_get`, { id }, turn);
      return [{ uri, mimeType: JSON_TYPE, text: JSON.stringify(output) }];
    },
    async complete(template: string, argument: string, value: string, turn: Turn) {
      const definition = readable(turn).find(({ plural }) => template === `${uriOf(plural)}/{id}`);
      if (definition === undefined || argument !== 'id') return undefined;
      const { items } = (await read(`${definition.name}_list`, { limit: 500 }, turn)) as { items: readonly { id: string }[] }; // checked by `invoke`
      return items.map(({ id }) => id).filter((id) => id.startsWith(value));
    },
  }) satisfies Library;
}

export const notFound = (uri: string): Failure => new Failure('resource.not_found', `There is nothing to read at ${uri.slice(0, 200)}`, { uri: uri.slice(0, 200) });
