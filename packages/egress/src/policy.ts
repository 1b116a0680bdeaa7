/** What a tenant, an endpoint or a connector may reach, and how it shows itself. Plain data; the same content shares connections, and no other content does. */

export interface EgressPolicy {
  /** Only addresses in these ranges. The only way to open a range that the operator merely permits. */
  readonly allow?: readonly string[];
  /** Only addresses that are in these too: the word of who stands above the one that wrote `allow`. */
  readonly within?: readonly string[];
  /** Never addresses in these; stronger than allow. */
  readonly deny?: readonly string[];
  /** Only these hosts: `api.example.com`, `*.example.com`. */
  readonly hosts?: readonly string[];
  readonly ports?: readonly number[];
  readonly httpsOnly?: boolean;
  readonly tls?: TlsIdentity;
  /** Instead of the operator's. It must be an address that the policy may reach. */
  readonly proxy?: EgressProxy;
}

/** All PEM. */
export interface TlsIdentity {
  /** Instead of the public authorities. */
  readonly ca?: string;
  /** The client certificate with its chain, and its key. */
  readonly cert?: string;
  readonly key?: string;
}

export interface EgressProxy {
  /** `http://proxy.example:3128`, spoken to with CONNECT, also for http targets. */
  readonly url: string;
  /** Value of Proxy-Authorization. */
  readonly authorization?: string;
  /** hub: names are resolved and judged here and the proxy gets the address. proxy: it gets the name, and has to filter by itself. */
  readonly resolves?: 'hub' | 'proxy';
}

/** What decides about a connection. What is missing here (hosts, ports, httpsOnly) is judged per request. */
export const connectionPart = ({ allow, within, deny, tls, proxy }: EgressPolicy) => ({ allow, within, deny, tls, proxy });
