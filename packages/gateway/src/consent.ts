/**
 * A server that is a program runs on the hub's own machine. Whoever runs the hub says which programs may be (PATCHBAY_MCP_COMMANDS): a whole command line is agreed to
 * by that, as it stands; of a program alone, or with variables, two people of the tenant agree to exactly what would run. Whatever changes in it, they agree anew.
 */
import { type Context, Failure } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Digest } from './definition.ts';
import type { Following } from './following.ts';
import type { Entry, Roster } from './roster.ts';
import type { AttachedServer, Fields } from './server.ts';
import { readSnapshot, type Snapshot, snapshotOp } from './snapshot.ts';

type Program = NonNullable<Fields['stdio']>;

export const lineOf = ({ command, arguments: args }: Program): readonly string[] => [command, ...args];
const shown = (line: readonly string[]): string => line.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');

/** `line`: exactly this. `command`: with whatever arguments somebody agrees to. */
export function allowed(commands: readonly string[], program: Program): 'line' | 'command' | undefined {
  if (commands.includes(lineOf(program).join(' ')) && program.arguments.length > 0) return 'line';
  return commands.includes(program.command) ? 'command' : undefined;
}

/** Of everything that decides what it does. */
export function digestOf({ command, arguments: args, environment, secret_environment }: Program, digest: Digest): string {
  const sorted = (of: Readonly<Record<string, string>>): [string, string][] => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([command, args, sorted(environment), sorted(secret_environment)]));
}

export const notAllowed = (slug: string, program: Program): Failure =>
  new Failure('input.invalid', `${slug} would run ${shown(lineOf(program)).slice(0, 500)}, and whoever runs this hub has not allowed that`, { issues: [{ path: 'stdio.command', message: 'expected one of PATCHBAY_MCP_COMMANDS' }] });

/** Throws unless it may be started now. */
export function requireConsent({ id, fields: { slug, stdio } }: AttachedServer, snapshot: Pick<Snapshot, 'consented'> | undefined, commands: readonly string[], digest: Digest): void {
  if (stdio === undefined) return;
  const may = allowed(commands, stdio);
  if (may === undefined) throw notAllowed(slug, stdio);
  const asItStands = may === 'line' && variablesOf(stdio).length === 0; // a variable makes another program of it: NODE_OPTIONS, LD_PRELOAD
  if (asItStands || snapshot?.consented === digestOf(stdio, digest)) return;
  throw new Failure('consent.required', `Nobody has agreed yet that this hub runs ${shown(lineOf(stdio)).slice(0, 2000)} for ${slug}`, { server: id, program: lineOf(stdio), environment: variablesOf(stdio) });
}

export const variablesOf = ({ environment, secret_environment }: Program): string[] => [...Object.keys(environment), ...Object.keys(secret_environment)].sort();

export interface ConsentPorts extends Pick<Following, 'changeOp'> { readonly store: Store; readonly digest: Digest; readonly roster: Roster; readonly commands: readonly string[]; readonly agreed: (entry: Entry) => void }

/** Somebody names exactly what would run, and somebody else agrees: the call waits for an approval of exactly this input. */
export async function consent({ server }: Entry, program: readonly string[], environment: readonly string[], { store, digest, roster, commands, changeOp, agreed }: ConsentPorts, ctx: Context): Promise<void> {
  const { slug, stdio } = server.fields;
  if (stdio === undefined) throw new Failure('input.invalid', `${slug} is no program`, { issues: [{ path: 'id', message: 'expected a server whose transport is stdio' }] });
  if (allowed(commands, stdio) === undefined) throw notAllowed(slug, stdio);
  if (JSON.stringify(program) !== JSON.stringify(lineOf(stdio)) || JSON.stringify(environment.toSorted()) !== JSON.stringify(variablesOf(stdio))) {
    throw new Failure('resource.conflict', `${slug} would run ${shown(lineOf(stdio)).slice(0, 2000)}, with the variables ${variablesOf(stdio).join(', ') || '(none)'}: that is not what was agreed to`, { program: lineOf(stdio), environment: variablesOf(stdio) });
  }
  const { row, snapshot } = await readSnapshot(store, server.tenant, server.id);
  const next = { ...snapshot, consented: digestOf(stdio, digest) };
  ctx.unit.add(snapshotOp(next, row, { tenant: server.tenant, id: server.id, at: ctx.now }), () => 'again');
  ctx.unit.add(changeOp(server.tenant, server.id, ctx.now));
  ctx.unit.after(() => agreed(roster.put(server, next)));
}
