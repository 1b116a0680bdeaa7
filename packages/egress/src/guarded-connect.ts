/** Connects only to addresses that were checked: the name is resolved once, every answer is judged, and those very answers are dialled. */
/// <reference path="./undici.d.ts" />
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import connector from 'undici/lib/core/connect.js';
import type { AddressGuard, RefusedAddress } from './address-guard.ts';
import { upstreamFailure } from './upstream-failure.ts';

export interface ResolvedAddress { readonly address: string; readonly family: number }
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface GuardedConnectPorts {
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
}

export function guardedConnect({ guard, lookup }: GuardedConnectPorts, { timeoutMs }: { timeoutMs: number }): buildConnector.connector {
  const resolve: LookupFunction = (hostname, options, done) => {
    lookup(hostname).then((found) => check(hostname, found, guard)).then(
      (checked) => (options.all === true ? done(null, checked) : done(null, checked[0]!.address, checked[0]!.family)),
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
  const connect = connector({ lookup: resolve, timeout: timeoutMs, allowH2: false });
  /** Node asks no resolver about a host that is an address already. */
  return (options, done) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const refused = isIP(hostname) === 0 ? undefined : guard.refuses(hostname);
    if (refused !== undefined) return done(denied(hostname, refused), null);
    connect({ ...options, hostname }, done);
  };
}

/** One private answer among public ones is how a name is turned against us, so it spoils them all. */
function check(hostname: string, found: readonly ResolvedAddress[], guard: AddressGuard): ResolvedAddress[] {
  for (const { address } of found) {
    const refused = guard.refuses(address);
    if (refused !== undefined) throw denied(hostname, refused);
  }
  if (found.length === 0) throw upstreamFailure('connect', `${hostname} has no address`, { upstream: hostname, retryable: true });
  return found.map(({ address, family }) => ({ address, family }));
}

/** Says what kind of address it is and not which: the caller may not learn the inside of our network. */
export function denied(hostname: string, refused: RefusedAddress): Error {
  return upstreamFailure('egress.denied', `${hostname} leads to a ${refused} address, and the hub connects only to public ones; whoever runs the hub can allow its range`, { upstream: hostname, retryable: false });
}
