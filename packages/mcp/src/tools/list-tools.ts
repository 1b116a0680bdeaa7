/** What the caller may call, in the order of their names. It depends on who asks and on the URL, on nothing that was asked before. */
import { type Action, type Caller, Failure, type House } from '@patchbay/contracts';
import { holds } from '../endpoint.ts';
import { cached } from '../methods/finish.ts';
import { pageOf } from '../methods/cursor.ts';
import { codes, RpcError } from '../protocol/rpc-error.ts';
import { type Method, type Turn, Written } from '../turn.ts';
import { nameIn, viewOf } from './tool-view.ts';

const TTL = 60_000;

export const listTools = ({ catalog, limit }: Pick<House, 'catalog' | 'limit'>): Method => (turn) => {
  limit(turn.caller);
  const { page, nextCursor } = pageOf('tools', offered(catalog, turn), ({ id }) => id, turn.params['cursor']);
  const more = JSON.stringify({ ...(nextCursor === undefined ? {} : { nextCursor }), ...cached(turn, TTL) }).slice(1, -1);
  return new Written(`"tools":[${page.map((action) => viewOf(action, turn.endpoint).text).join(',')}]${more === '' ? '' : `,${more}`}`);
};

type Asking = Pick<Turn, 'caller' | 'endpoint'>;

export const offered = (catalog: House['catalog'], { caller, endpoint }: Asking): readonly Action[] => catalog.listFor(caller).filter((action) => holds(endpoint, action));

/** The action behind a name. What is not offered in this view does not exist; what lacks a scope says which. */
export function findTool(catalog: House['catalog'], name: string, asking: Asking): Action {
  const { caller, endpoint } = asking;
  const direct = endpoint.server === undefined ? catalog.find(name, caller) : undefined;
  const found = direct ?? catalog.listFor(caller).find((action) => nameIn(action, endpoint) === name && holds(endpoint, action)); // under a name that is no id
  if (found === undefined || !holds(endpoint, found) || nameIn(found, endpoint) !== name) throw new RpcError(codes.invalidParams, `Unknown tool: ${name.slice(0, 128)}`);
  if (!caller.scopes.has(found.scope)) throw forbidden(found, caller);
  return found;
}

const forbidden = ({ id, scope }: Action, caller: Caller): Failure => new Failure('caller.forbidden', `${caller.name} may not call ${id}`, { needs: scope, has: caller.scopes.list });
