/** Where a request goes: its URL, read once by the WHATWG parser and judged as far as that can be done without a name server. */
import { isIP } from 'node:net';
import { type AddressGuard, refusalOf } from './address-guard.ts';
import { BLOCKED_PORTS } from './blocked-ports.ts';
import type { HostTest } from './host-pattern.ts';
import { denied, invalid } from './upstream-failure.ts';

export interface Target {
  readonly origin: string;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
  readonly path: string;
}

export interface TargetRules {
  readonly guard: AddressGuard;
  readonly httpsOnly: boolean;
  readonly hosts: HostTest | undefined;
  readonly ports: ReadonlySet<number> | undefined;
  /** Ports that are open though they belong to another protocol. */
  readonly openPorts: ReadonlySet<number>;
}

const MOST_LENGTH = 8_192;

export function readTarget(text: string, { guard, httpsOnly, hosts, ports, openPorts }: TargetRules): Target {
  const url = text.length <= MOST_LENGTH && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw invalid('an unreadable address', `expected an http or https URL of at most ${MOST_LENGTH} characters`);
  if (url.username !== '' || url.password !== '') throw invalid(url.host, 'its URL carries a user or password; send an Authorization header instead');
  const secure = url.protocol === 'https:';
  if (httpsOnly && !secure) throw denied(url.host, 'is to be reached by http, and the policy allows only https');
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (hosts !== undefined && !hosts(hostname)) throw denied(url.host, 'is not one of the hosts that the policy allows');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (ports === undefined ? BLOCKED_PORTS.has(port) && !openPorts.has(port) : !ports.has(port)) throw denied(url.host, `has the port ${port}, which ${ports === undefined ? 'belongs to another protocol than HTTP' : 'the policy does not allow'}`);
  const refused = isIP(hostname) === 0 ? undefined : guard.refuses(hostname, hostname);
  if (refused !== undefined) throw denied(hostname, refusalOf(refused));
  return { origin: url.origin, hostname, port, secure, path: url.pathname + url.search };
}
