/** How one class of policies connects: resolve, judge every answer, dial what was judged; or the same through a proxy. Decides anew for every connection. */
import { isIP, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type AddressGuard, refusalOf } from './address-guard.ts';
import { BLOCKED_PORTS } from './blocked-ports.ts';
import { dial, dialThrough, type Place, type TlsSide } from './dial.ts';
import type { EgressProxy, TlsIdentity } from './policy.ts';
import type { Lookup, ResolvedAddress } from './resolver.ts';
import { openTunnel } from './tunnel.ts';
import { denied, invalid } from './upstream-failure.ts';

export interface Reached {
  readonly socket: Socket;
  /** Of the target; absent when a proxy resolves. */
  readonly remoteAddress: string | undefined;
  readonly dnsMs: number;
  /** TCP, proxy and TLS. */
  readonly connectMs: number;
}

export interface Route {
  connect(place: Place, signal: AbortSignal): Promise<Reached>;
  /** TLS on a connection that began without it. */
  secure(socket: Socket, place: Place, signal: AbortSignal): Promise<Socket>;
  /** Of a name, judged. Datagrams are sent there; a proxy would not carry them. */
  addresses(place: Place): Promise<readonly ResolvedAddress[]>;
  /** Throws what the addresses of a name are refused for now. */
  check(hostname: string): Promise<void>;
}

export interface RoutePorts {
  /** For targets, and for a proxy that a policy names. */
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
}

export interface RouteOptions {
  readonly tls?: TlsIdentity | undefined;
  readonly proxy?: EgressProxy | undefined;
  /** The operator's own proxy may be inside. */
  readonly proxyTrusted?: boolean;
  /** The policy names networks. */
  readonly ranged?: boolean;
}

export function createRoute({ guard, lookup }: RoutePorts, { tls, proxy, proxyTrusted = false, ranged = false }: RouteOptions): Route {
  const context = secureContext(tls);
  const side: TlsSide = { ...(context === undefined ? {} : { context }), sessions: new Map() };
  const proxySide: TlsSide = { sessions: new Map() };
  const proxyPlace = proxy === undefined ? undefined : placeOf(proxy, proxyTrusted);

  return Object.freeze({ connect, check, addresses, secure: (socket: Socket, place: Place, signal: AbortSignal) => dialThrough(socket, { ...place, secure: true }, side, signal) });

  async function addresses({ hostname }: Place): Promise<readonly ResolvedAddress[]> {
    if (proxy !== undefined) throw denied(hostname, 'is to be reached by datagrams, and a proxy carries none; use TCP');
    return judged(hostname, true);
  }

  async function check(hostname: string): Promise<void> {
    await addressesOf(hostname);
  }

  /** None when the proxy resolves. Then nobody here could say whether the name leads into the networks of a policy, so such a policy gets no further. */
  async function addressesOf(hostname: string): Promise<readonly ResolvedAddress[] | undefined> {
    if (proxy?.resolves !== 'proxy') return judged(hostname, true);
    if (ranged && isIP(hostname) === 0) throw denied(hostname, 'is resolved by the proxy, so the networks that the policy names can’t be checked; leave them out, or let the hub resolve');
    return undefined;
  }

  async function connect(place: Place, signal: AbortSignal): Promise<Reached> {
    const began = performance.now();
    const addresses = await addressesOf(place.hostname);
    const resolved = performance.now();
    signal.throwIfAborted();
    const { socket, remoteAddress } = proxyPlace === undefined ? await dial(place, addresses!, side, signal) : await tunnelled(place, addresses?.[0]?.address, signal);
    return { socket, remoteAddress, dnsMs: resolved - began, connectMs: performance.now() - resolved };
  }

  async function tunnelled(place: Place, address: string | undefined, signal: AbortSignal): Promise<Pick<Reached, 'socket' | 'remoteAddress'>> {
    const reachProxy = async () => (await dial(proxyPlace!, await judged(proxyPlace!.hostname, !proxyTrusted), proxySide, signal)).socket;
    const tunnel = await openTunnel(authority(address ?? place.hostname, place.port), proxy!, { reachProxy }, signal);
    return { socket: await dialThrough(tunnel, place, side, signal), remoteAddress: address };
  }

  /** One private answer among public ones is how a name is turned against us, so it spoils them all. */
  async function judged(hostname: string, strictly: boolean): Promise<readonly ResolvedAddress[]> {
    const family = isIP(hostname);
    const found = family === 0 ? await lookup(hostname) : [{ address: hostname, family }];
    for (const { address } of strictly ? found : []) {
      const why = guard.refuses(address, hostname);
      if (why !== undefined) throw denied(hostname, refusalOf(why));
    }
    return found;
  }
}

const authority = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);

function placeOf({ url: text }: EgressProxy, trusted: boolean): Place {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw invalid('a proxy', 'expected the proxy as http://host:port or https://host:port, and its credentials as `authorization`');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (!trusted && BLOCKED_PORTS.has(port)) throw denied(url.host, `has the port ${port}, which belongs to another protocol than HTTP`);
  return { origin: url.origin, hostname: url.hostname.replace(/^\[|\]$/g, ''), port, secure };
}

/** What OpenSSL says about a bad PEM holds nothing of the key. */
function secureContext(tls: TlsIdentity | undefined): SecureContext | undefined {
  if (tls === undefined) return undefined;
  try {
    return createSecureContext(tls);
  } catch (error) {
    throw invalid('the receiver', `its certificate, key or authorities can't be used (${error instanceof Error && 'code' in error ? String(error.code) : 'not PEM'})`);
  }
}
