/** Tools that somebody looked at become what is measured against, and only exactly those. */
import { type Context, Failure } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { type Digest, hashOf } from './definition.ts';
import type { Following } from './following.ts';
import type { Entry, Roster } from './roster.ts';
import { type Pin, readSnapshot, snapshotOp } from './snapshot.ts';

export interface AcceptPorts extends Pick<Following, 'changeOp'> { readonly store: Store; readonly digest: Digest; readonly roster: Roster; readonly tell: () => void }

export async function acceptTools({ server }: Entry, hashes: Readonly<Record<string, string>>, { store, digest, roster, tell, changeOp }: AcceptPorts, ctx: Context): Promise<Entry> {
  const { row, snapshot } = await readSnapshot(store, server.tenant, server.id);
  const accepted = Object.entries(hashes).map(([name, hash]): [string, Pin] => {
    const tool = snapshot.found.find((each) => each.name === name);
    if (tool === undefined || hashOf(tool, digest) !== hash) throw new Failure('resource.conflict', `${name} is not what you looked at: look again with mcp_server_check`, { tool: name });
    return [name, { hash, tool }];
  });
  const next = { ...snapshot, pins: { ...snapshot.pins, ...Object.fromEntries(accepted) } };
  ctx.unit.add(snapshotOp(next, row, { tenant: server.tenant, id: server.id, at: ctx.now }), () => 'again');
  ctx.unit.add(changeOp(server.tenant, server.id, ctx.now));
  ctx.unit.after(() => { roster.put(server, next); tell(); });
  return roster.view(server, next);
}
