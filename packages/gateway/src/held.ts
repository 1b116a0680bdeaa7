/** What a look brought to light that somebody should know: tools that are held since, and a server that is no longer what it was. */
import type { Snapshot } from './snapshot.ts';
import type { Stood } from './standing.ts';

export interface Finding { readonly failure: string; readonly subject: string }

const HELD: ReadonlySet<Stood['standing']> = new Set(['changed', 'suspicious', 'collides', 'unusable']);
const MOST = 50;

export interface Seen { readonly snapshot: Pick<Snapshot, 'status'>; readonly standings: readonly Pick<Stood, 'name' | 'standing' | 'hash'>[] }

export function newlyHeld(server: string, before: Seen, after: Seen): readonly Finding[] {
  const known = new Set(before.standings.map(markOf));
  const tools = after.standings.filter((each) => HELD.has(each.standing) && !known.has(markOf(each))).slice(0, MOST).map(({ name, standing }): Finding => ({ failure: `tool.${standing}`, subject: `${server}/${name}`.slice(0, 200) }));
  const { status } = after.snapshot;
  return status !== before.snapshot.status && (status === 'unreachable' || status === 'unauthorized') ? [...tools, { failure: `server.${status}`, subject: server }] : tools;
}

const markOf = ({ name, standing, hash }: Seen['standings'][number]): string => `${name} ${standing} ${hash}`;
