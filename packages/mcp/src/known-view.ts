/** An address that names a server or a group of tools that is not there would show nothing, for ever: who mistyped it has to hear so. */
import { type Caller, Failure, type House } from '@patchbay/contracts';
import { type Endpoint, isIn } from './endpoint.ts';
import type { Settings } from './options.ts';

type Ports = Pick<House, 'catalog'> & Pick<Settings, 'servers' | 'settle'>;

export async function refuseUnknownView({ server, toolsets = [] }: Endpoint, caller: Caller, ports: Ports): Promise<void> {
  const unknownServer = (): boolean => server !== undefined && !ports.servers(caller).includes(server);
  const unknownSet = (): string | undefined => toolsets.find((set) => !isThere(set, caller, ports));
  if (!unknownServer() && unknownSet() === undefined) return;
  await ports.settle(); // another hub may just have attached or installed it
  if (unknownServer()) throw unknown('server', server!, [...ports.servers(caller)].sort());
  const set = unknownSet();
  if (set !== undefined) throw unknown('toolset', set, groupsOf(caller, ports));
}

/** Also of what this caller may not use: then there is nothing to see for him, but nothing to correct. */
const isThere = (set: string, caller: Caller, { catalog, servers }: Ports): boolean =>
  catalog.resources.some(({ name }) => name === set) || catalog.actions.some((action) => isIn(set, action)) || catalog.listFor(caller).some((action) => isIn(set, action)) || servers(caller).some((slug) => groupOf(slug) === set);

const groupsOf = (caller: Caller, { catalog, servers }: Ports): string[] =>
  [...new Set([...catalog.listFor(caller).filter(({ state }) => state !== 'planned').map(({ id, resource }) => resource?.name ?? id.split('_')[0]!), ...servers(caller).map(groupOf)])].sort();

/** Before the names of its tools. */
const groupOf = (slug: string): string => slug.replaceAll('-', '_');

const unknown = (part: 'server' | 'toolset', name: string, known: readonly string[]): Failure =>
  new Failure('mcp.address_unknown', `There is no ${part} ${name} here; ${known.length === 0 ? `there is none for you` : `there are ${known.slice(0, 50).join(', ')}`}`, { part, known });
