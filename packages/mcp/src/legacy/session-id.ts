/**
 * The id of a session says all that another hub has to know to go on with it: what was agreed in the handshake. It carries the hub's keyed hash, over whom it belongs to as well:
 * in the hands of somebody else it is no session.
 */
import type { Caller, Document } from '@patchbay/contracts';
import type { Settings } from '../options.ts';
import { isRecord } from '../protocol/message.ts';

export interface Agreed { readonly version: string; readonly capabilities: Document }

const LIVES = 86_400_000;
const MOST = 2000;
/** What the hub asks about. */
const KNOWN = ['elicitation', 'sampling', 'roots'] as const;

export function createSessionIds({ mac, now, newId }: Pick<Settings, 'mac' | 'now' | 'newId'>) {
  const sign = ({ tenant, principal }: Caller, payload: string): string => mac(`session\n${tenant}\n${principal}\n${payload}`);
  return Object.freeze({
    write(caller: Caller, { version, capabilities }: Agreed): string {
      const payload = Buffer.from(JSON.stringify({ version, capabilities: shown(capabilities), until: now() + LIVES, random: newId() })).toString('base64url');
      return `${payload}.${sign(caller, payload)}`;
    },
    read(caller: Caller, id: string): Agreed | undefined {
      const [payload = '', signature, ...more] = id.split('.');
      if (signature === undefined || more.length > 0 || signature !== sign(caller, payload)) return undefined;
      const { until, version, capabilities } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Agreed & { until: number }; // we wrote it
      return until > now() ? { version, capabilities } : undefined;
    },
  });
}

/** It travels in a header. */
function shown(capabilities: Document): Document {
  const known = Object.fromEntries(KNOWN.flatMap((name) => (isRecord(capabilities[name]) ? [[name, capabilities[name]]] : [])));
  return JSON.stringify(known).length <= MOST ? known : Object.fromEntries(Object.keys(known).map((name) => [name, {}]));
}
