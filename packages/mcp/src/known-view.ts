/** An address that names a server or a group of tools that is not there would show nothing, for ever: who mistyped it has to hear so. */
import { type Caller, Failure, type House } from '@patchbay/contracts';
import { type Endpoint, isIn } from './endpoint.ts';
import type { Settings } from './options.ts';

type Ports = Pick<House, 'catalog'> & Pick<Settings, 'servers' | 'settle' | 'off'>;

export async function refuseUnknownView({ server, toolsets = [] }: Endpoint, caller: Caller, ports: Ports): Promise<void> {
  const unknownServer = (): boolean => server !== undefined && !ports.servers(caller).includes(server);
  const unknownSets = (): string[] => toolsets.filter((set) => !isThere(set, caller, ports));
  if (!unknownServer() && unknownSets().length === 0) return;
  await ports.settle(); // another hub may just have attached or installed it
  if (unknownServer()) throw (await ports.off('server', caller)).includes(server!) ? isOff(server!) : unknown('server', server!, [...ports.servers(caller)].sort());
  const sets = unknownSets();
  if (sets.length === 0) return;
  const off = await ports.off('toolset', caller);
  const set = sets.find((each) => !off.some((group) => overlap(each, group)));
  if (set !== undefined) throw unknown('toolset', set, groupsOf(caller, ports));
  if (sets.length === toolsets.length) throw isOff(sets[0]!); // else there is something to see, and more when it is on again
}

/** A set may be of several installations, or of one tool of one. */
const overlap = (one: string, other: string): boolean => one === other || one.startsWith(`${other}_`) || other.startsWith(`${one}_`);

/** Also of what this caller may not use: then there is nothing to see for him, but nothing to correct. */
const isThere = (set: string, caller: Caller, { catalog, servers }: Ports): boolean =>
  catalog.resources.some(({ name }) => name === set) || catalog.actions.some((action) => isIn(set, action)) || catalog.listFor(caller).some((action) => isIn(set, action)) || servers(caller).some((slug) => groupOf(slug) === set);

const groupsOf = (caller: Caller, { catalog, servers }: Ports): string[] =>
  [...new Set([...catalog.listFor(caller).filter(({ state }) => state !== 'planned').map(({ id, resource }) => resource?.name ?? id.split('_')[0]!), ...servers(caller).map(groupOf)])].sort();

/** Before the names of its tools. */
const groupOf = (slug: string): string => slug.replaceAll('-', '_');

const unknown = (part: 'server' | 'toolset', name: string, known: readonly string[]): Failure =>
  new Failure('mcp.address_unknown', `There is no ${part} ${name} here; ${known.length === 0 ? `there is none for you` : `there are ${known.slice(0, 50).join(', ')}`}`, { part, known });

const isOff = (name: string): Failure => new Failure('mcp.address_unknown', `${name} is switched off here: what it is of is installed, or attached, and does not run`, { known: [] });
