/**
 * Tokens by a refresh token, which most servers let count once: then all hubs on a store are one. One of them asks, the others wait and take what it was
 * given; servers that end the old token with each new one would else make hubs end each other's.
 */
import { type Collection, type Document, type Row, sealedField } from '@patchbay/contracts';
import { PluginError } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import type { Live } from '../live.ts';

const contextOf = (id: string): string => `plugin_token/${id}`;
/** What a server gave for a refresh token, sealed, and until when a hub has the turn to ask it. */
export const tokenCollection: Collection = { name: 'plugin_token', kind: 'documents', fields: { installation: 'text' }, sealed: sealedField(contextOf('{id}')) };

export interface RenewPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly seal: (tenant: string, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: string, context: string, sealed: string) => Promise<string>;
}

export interface Kept { readonly token: string; readonly until: number }
/** With the refresh token that counts from now on. */
export interface Granted { readonly kept: Kept; readonly next: string | undefined }

export interface Renewal {
  readonly live: Live;
  readonly id: string;
  /** The refresh token in the secrets: a new one there counts before the successor of the old one. */
  readonly given: string;
  /** An access token that was refused, whatever it says about its end. */
  readonly refused: string | undefined;
}

interface Successor { readonly of: string; readonly token: string; readonly access?: Kept; readonly revision?: number }

/** Longer than a token server is waited for. */
const TURN_MS = 12_000;
const LOOK_MS = 50;

export async function renewed({ live, id, given, refused }: Renewal, ask: (refresh: string) => Promise<Granted>, { store, now, sleep, seal, unseal }: RenewPorts, signal: AbortSignal): Promise<Kept> {
  const { tenant } = live;
  const read = (): Promise<Row | undefined> => store.get(tokenCollection.name, tenant, id);
  let [turn, waited] = [0, 0];
  for (;;) {
    const row = await read();
    const successor = await successorIn(row);
    const { access, revision } = successor ?? {};
    if (access !== undefined && revision === live.revision && access.until > now() && access.token !== refused) return access;
    if (isTaken(row)) await wait();
    else {
      const until = now() + TURN_MS;
      if (await write(row, { ...row?.body, turn: until })) return inTurn(successor?.token ?? given, until);
    }
  }

  /** Nobody has it for longer than that, whatever the clock of another hub says. */
  function isTaken(row: Row | undefined): boolean {
    const until = Number(row?.body['turn'] ?? 0);
    if (until !== turn) [turn, waited] = [until, 0];
    return until > now() && waited < TURN_MS;
  }

  async function wait(): Promise<void> {
    if (signal.aborted) throw new PluginError('unavailable', 'Another hub fetches the token, and has not come to an end');
    await sleep(LOOK_MS, signal).catch(() => undefined);
    waited += LOOK_MS;
  }

  async function inTurn(refresh: string, until: number): Promise<Kept> {
    try {
      const { kept, next = refresh } = await ask(refresh);
      const successor: Successor = { of: given, token: next, access: kept, revision: live.revision };
      await settle(until, { sealed: await seal(tenant, contextOf(id), JSON.stringify(successor)) });
      return kept;
    } catch (error) {
      await settle(until, {}).catch(() => undefined); // else the turn ends by itself
      throw error;
    }
  }

  /** On what is there now: it may have been sealed anew meanwhile, and the next one may have its turn already. What is gone belonged to an installation that is gone. */
  async function settle(until: number, changes: Document): Promise<void> {
    for (let row = await read(); row !== undefined; row = await read()) {
      const { turn: taken, ...before } = row.body;
      if (await write(row, { ...before, ...(taken === until ? {} : { turn: taken }), ...changes })) return;
    }
  }

  async function successorIn(row: Row | undefined): Promise<Successor | undefined> {
    const sealed = row?.body['sealed'];
    const successor = typeof sealed === 'string' ? (JSON.parse(await unseal(tenant, contextOf(id), sealed)) as Successor) : undefined; // written here and nowhere else
    return successor?.of === given ? successor : undefined;
  }

  /** False: another hub was faster. */
  async function write(row: Row | undefined, body: Document): Promise<boolean> {
    const document = { in: tokenCollection.name, tenant, id, body: { ...body, installation: live.id }, at: now() };
    const outcome = await store.commit([{ op: 'present', in: 'installation', tenant, id: live.id }, row === undefined ? { op: 'insert', ...document } : { op: 'update', ...document, version: row.version }]);
    if (outcome.kind === 'refused' && outcome.at === 0) throw new PluginError('conflict', 'The installation is gone');
    return outcome.kind === 'committed';
  }
}
