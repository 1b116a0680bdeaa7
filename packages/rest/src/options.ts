/** What a server of this door can be told. Everything has a default that is safe on the open internet. */

export interface RestOptions {
  /** Shown in the index and in the OpenAPI document. */
  readonly version?: string;
  /** Largest body, in bytes. */
  readonly bodyLimit?: number;
  /** Largest request line and headers together, in bytes. */
  readonly headerLimit?: number;
  /** How deep JSON may nest. */
  readonly depthLimit?: number;
  /** For the headers of a request to arrive, in milliseconds. */
  readonly headersTimeout?: number;
  /** For a whole request to arrive, in milliseconds. */
  readonly requestTimeout?: number;
  /** A connection without a request is closed after this, in milliseconds. */
  readonly keepAliveTimeout?: number;
  /** Origins whose pages may call this hub from a browser: `https://console.example.com`. None by default. */
  readonly cors?: readonly string[];
  /** Asked for as a bearer token at /metrics; without it, /metrics is open. */
  readonly metricsToken?: string;
  /** Aborted when the hub starts to drain: /readyz says no, streams end, connections close after their answer. */
  readonly stopping?: AbortSignal;
  /** Who is believed when it says X-Forwarded-*: addresses of proxies. */
  readonly trustProxy?: readonly string[];
  /** Ids for requests that bring none. */
  readonly requestId?: () => string;
  /** A folder with releases of the Terraform provider, served to terraform when it is named. */
  readonly providerReleases?: string;
  /** The file of `patchbay-ci`, served to jobs of CI systems when it is named. */
  readonly ciProgram?: string;
  readonly stream?: Partial<StreamLimits>;
  /** A step of a CI holds one as long as its deployment takes. */
  readonly deploymentStreams?: Partial<Pick<StreamLimits, 'most' | 'mostPerTenant'>>;
}

export interface StreamLimits {
  /** A comment this often keeps proxies from closing a quiet stream; the credential is checked anew with each. In milliseconds. */
  readonly heartbeat: number;
  /** A reader that takes nothing for this long is dropped, in milliseconds. */
  readonly patience: number;
  /** Streams of this server, and of one tenant, at the same time. */
  readonly most: number;
  readonly mostPerTenant: number;
}

export const defaults = {
  version: '0.0.0',
  bodyLimit: 1024 * 1024,
  headerLimit: 16 * 1024,
  depthLimit: 64,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  cors: [] as readonly string[],
};

export type Settings = typeof defaults & Pick<RestOptions, 'metricsToken' | 'providerReleases' | 'ciProgram'> & {
  readonly stopping: AbortSignal;
  readonly trustProxy: readonly string[];
  readonly requestId: () => string;
  readonly stream: StreamLimits;
  readonly deploymentStreams: Pick<StreamLimits, 'most' | 'mostPerTenant'>;
};

export function settingsOf(options: RestOptions): Settings {
  return {
    ...defaults,
    stopping: new AbortController().signal,
    trustProxy: [],
    requestId: countedIds(),
    ...options,
    stream: { heartbeat: 15_000, patience: 30_000, most: 1000, mostPerTenant: 100, ...options.stream },
    deploymentStreams: { most: 5000, mostPerTenant: 2500, ...options.deploymentStreams },
  };
}

/** Unlike any other process' ids, and cheap: this runs for every request. */
function countedIds(): () => string {
  const process = globalThis.crypto.randomUUID().slice(0, 13).replace('-', '');
  let count = 0;
  return () => `req_${process}_${(++count).toString(36)}`;
}
