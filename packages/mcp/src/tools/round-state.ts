/**
 * What a client carries from one round of a call to the next. It is in the hands of the client, so it says for whom, for which call
 * and until when, and carries the hub's keyed hash. The right to do something is never in it: an approval is looked up.
 */
import type { Settings } from '../options.ts';
import { isRecord } from '../protocol/message.ts';
import { invalidParams } from '../protocol/rpc-error.ts';
import type { Turn } from '../turn.ts';

export interface Carried {
  readonly approval?: string;
  /** Of the tool itself. */
  readonly own?: string;
}

const LIVES = 3_600_000;

export function createRoundStates({ mac, now }: Pick<Settings, 'mac' | 'now'>) {
  const bound = ({ caller, method, params: { name, uri, arguments: args = null } }: Turn, what: string): string => [caller.tenant, caller.principal, method, what, mac(sorted([name, uri, args]))].join('\n');
  const sign = (turn: Turn, what: string, payload: string): string => mac(`round\n${bound(turn, what)}\n${payload}`);
  return Object.freeze({
    write(turn: Turn, what: string, carried: Carried): string {
      const payload = Buffer.from(JSON.stringify({ ...carried, until: now() + LIVES })).toString('base64url');
      return `${payload}.${sign(turn, what, payload)}`;
    },
    read(turn: Turn, what: string): Carried {
      const text = turn.params['requestState'];
      if (text === undefined) return {};
      const [payload = '', signature, ...more] = typeof text === 'string' ? text.split('.') : [];
      if (signature === undefined || more.length > 0 || signature !== sign(turn, what, payload)) throw invalidParams('requestState is not one that this hub gave for this call: repeat the call without it');
      const { until, ...carried } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Carried & { until: number }; // we wrote it
      if (until <= now()) throw invalidParams('requestState has run out: repeat the call without it');
      return carried;
    },
  });
}

export type RoundStates = ReturnType<typeof createRoundStates>;

/** The same text for the same value, whatever the order of its fields. */
const sorted = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => (isRecord(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));
