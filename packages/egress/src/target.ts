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

/** Where another protocol than HTTP is spoken. */
export interface PlaceRequest {
  /** A name or an address, IPv6 with or without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** TLS begins after a greeting of the other side; nothing of ours is sent before. */
  readonly securedLater?: boolean;
  /** Ports of the protocol that is spoken, which are closed to others. */
  readonly ownPorts?: readonly number[];
}

const HOST = /^(\[[0-9a-f:.]+\]|[0-9a-f]*:[0-9a-f:.]*|[^\s/\\?#@:[\]%]+)$/i;

/** Read by the same parser and judged by the same rules as a URL, so that a host has no more spellings here than there. */
export function readPlace({ host, port, secure, securedLater = false, ownPorts = [] }: PlaceRequest, rules: TargetRules): Target {
  if (!HOST.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('an unreadable address', 'expected a host and a port between 1 and 65535');
  if (rules.httpsOnly && !secure && !securedLater) throw denied(host, 'is to be reached without TLS, and the policy allows only encrypted connections');
  const { hostname } = readTarget(`${secure ? 'https' : 'http'}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}/`, { ...rules, httpsOnly: false, openPorts: new Set([...rules.openPorts, ...ownPorts]) });
  return { origin: `${secure ? 'tls' : 'tcp'}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`, hostname, port, secure, path: '' };
}
