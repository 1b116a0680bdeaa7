/** The URL chooses a view of the hub: `/mcp/trust/<policy>/tenant/<id>/toolset/<a,b>/server/<slug>/readonly`, each part once, in any order. */
import { type Action, Failure } from '@patchbay/contracts';

export interface Endpoint {
  readonly tenant?: string;
  /** Tokens of the issuer of this trust policy are taken here. */
  readonly trust?: string;
  /** Groups of tools: names of resources, or the first word of an action's id. */
  readonly toolsets?: readonly string[];
  /** Only the tools of this attached server, under the names that it gave them. */
  readonly server?: string;
  /** Nothing that writes, whoever asks. */
  readonly readonly: boolean;
}

type Draft = { -readonly [Part in keyof Endpoint]?: Endpoint[Part] };

const NAME = /^[a-z0-9][a-z0-9_-]{0,119}$/;

export function readEndpoint(path: string, headers: Readonly<Record<string, unknown>>, alwaysReadonly: boolean): Endpoint {
  const draft: Draft = {};
  const parts = path.split('/').filter((part) => part !== '');
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (part === 'readonly' && draft.readonly === undefined) draft.readonly = true;
    else if (part === 'tenant' && draft.tenant === undefined) draft.tenant = named(parts[++at]);
    else if (part === 'trust' && draft.trust === undefined) draft.trust = named(parts[++at]);
    else if (part === 'server' && draft.server === undefined) draft.server = named(parts[++at]);
    else if (part === 'toolset' && draft.toolsets === undefined) draft.toolsets = (parts[++at] ?? '').split(',').map(named);
    else throw nothing();
  }
  const toolsets = draft.toolsets ?? listIn(headers['x-mcp-toolsets']);
  return { ...draft, ...(toolsets === undefined ? {} : { toolsets }), readonly: alwaysReadonly || draft.readonly === true || headers['x-mcp-readonly'] === 'true' };
}

function named(part: string | undefined): string {
  if (part === undefined || !NAME.test(part)) throw nothing();
  return part;
}

const listIn = (header: unknown): string[] | undefined => (typeof header === 'string' && header.trim() !== '' ? header.split(',').map((each) => named(each.trim())) : undefined);

const nothing = (): Failure => new Failure('route.not_found', 'Expected /mcp, or below it parts such as toolset/<names>, tenant/<id>, trust/<policy>, server/<slug> and readonly');

/** Whether this view holds an action. Read-only beats everything. */
export function holds({ readonly, toolsets, server }: Endpoint, action: Action): boolean {
  if (action.state === 'planned' || (readonly && action.safety !== 'safe')) return false;
  if (server !== undefined && action.origin?.server !== server) return false;
  return toolsets === undefined || toolsets.some((set) => isIn(set, action));
}

export const isIn = (set: string, { id, resource }: Pick<Action, 'id' | 'resource'>): boolean => set === resource?.name || set === id || id.startsWith(`${set}_`);
