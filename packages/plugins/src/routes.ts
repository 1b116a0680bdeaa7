/** Paths that plugins serve below their own name. Each is an action that no list shows: its door knows it by method and path. */
import { type Caller, type PluginRoute, type PluginRouteRequest, scopeSet, type TenantId } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { Directory } from './directory.ts';
import type { Live } from './live.ts';
import { actionId, scopeOf } from './names.ts';

type Route = Manifest['routes'][number];

/** `acme_weather_route_1_get_cities`: the number keeps two apart whose words are the same. */
export const routeId = (live: Pick<Live, 'plugin' | 'name'>, { name }: Pick<Route, 'name'>, index: number): string => actionId(live, `route_${index + 1}_${name}`);

export const routeScope = ({ plugin }: Pick<Live, 'plugin'>, { name, scope }: Route): string => scope ?? scopeOf(plugin, isRead(name));

export const isRead = (name: string): boolean => name.startsWith('GET ');

export function createRoutes(directory: Directory) {
  return ({ method, to, path }: PluginRouteRequest, caller: Caller | undefined): PluginRoute | undefined => {
    const live = 'installation' in to ? directory.live().find(({ id }) => id === to.installation) : caller === undefined ? undefined : directory.live(caller.tenant).find(({ plugin, name }) => plugin === to.plugin && name === 'default');
    if (live === undefined) return undefined;
    const found = find(live.manifest.routes, method, path);
    if (found === undefined) return undefined;
    const { route, index, params } = found;
    const action = routeId(live, route, index);
    if (route.auth === 'none' && live.granted.has(`public:${route.name}`)) return { action, params, open: anybody(live, routeScope(live, route)) };
    return caller?.tenant === live.tenant ? { action, params } : undefined;
  };
}

/** Whoever comes without a key may do this one thing, and is counted as the installation. */
const anybody = ({ tenant, id, plugin }: Live, scope: string): Caller => ({ tenant: tenant as TenantId, principal: id, name: plugin, scopes: scopeSet([scope]), issuers: [] });

/** A path that is written out goes before one with a place in it. */
function find(routes: readonly Route[], method: string, path: string) {
  const fitting = routes.flatMap((route, index) => {
    const params = paramsOf(route.name, method, path);
    return params === undefined ? [] : [{ route, index, params }];
  });
  return fitting.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

function paramsOf(name: string, method: string, path: string): Record<string, string> | undefined {
  const [asked, template = ''] = name.split(' ');
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (asked !== method || wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const field = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = decoded(given[at]!);
    if (value === undefined || (field === undefined ? value !== part : value === '')) return undefined;
    if (field !== undefined) params[field] = value;
  }
  return params;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
