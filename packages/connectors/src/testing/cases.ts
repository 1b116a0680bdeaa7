/** What every connector is asked in both runtimes, as data beside it: `<name>/cases.ts` exports `cases`. */
import type { Json, JsonObject } from '@patchbay/sdk';
import type { Asked } from './vendor-server.ts';

/** How the double answers its next request: with its limit, not at all, or as to a credential that ran out. */
export type Mode = 'limited' | 'silent' | 'expired';

/** A strict, stateful double of a vendor on loopback. It refuses what the vendor refuses. */
export interface Vendor {
  readonly url: string;
  /** What an installation that talks to it is configured with. */
  readonly config: JsonObject;
  readonly secrets: Readonly<Record<string, string>>;
  /** What it was asked, oldest first. */
  readonly asked: readonly Asked[];
  /** The next request is answered like this, and those after it as always; `silent` holds until undefined. */
  next(mode: Mode | undefined): void;
  close(): Promise<void>;
}

/** Another action of the connector, for what has to be there first. */
export type AskFirst = (action: string, input: JsonObject) => Promise<Json>;
export type CaseInput = JsonObject | ((vendor: Vendor, ask: AskFirst) => JsonObject | Promise<JsonObject>);

export interface ActionCase {
  readonly input: CaseInput;
  /** Must hold for what is answered. */
  readonly answers: (output: Json, vendor: Vendor) => boolean;
  /** An input that the vendor, not the schema, refuses, and as what. */
  readonly refused: { readonly input: CaseInput; readonly code: `upstream.${string}` };
  /** The credential is renewed by the host, so that a token that ran out fails nothing. */
  readonly renews?: boolean;
  /** Writes in a way that may not be repeated blindly: the answer to a limit is still a retry, as nothing was done. */
  readonly note?: string;
}

/** A source of incident context: what is asked about, and what must hold for what it finds. */
export interface ContextCase {
  readonly asked: { readonly service: string; readonly environment?: string; readonly minutes?: number; readonly until: string; readonly query?: JsonObject };
  /** Where the code of the service is: the hub knows by its project. */
  readonly repository?: { readonly provider: 'github' | 'gitlab'; readonly owner: string; readonly name: string };
  readonly answers: (findings: readonly ContextFound[]) => boolean;
}
export interface ContextFound { readonly at: string; readonly title: string; readonly text?: string; readonly url?: string; readonly severity?: string; readonly ongoing?: boolean; readonly subject?: string; readonly data?: JsonObject }

export interface InboundCase {
  readonly title: string;
  /** What the vendor sends, signed with the secret; some sign the URL, too. */
  readonly request: (secrets: Readonly<Record<string, string>>, nowSeconds: number, url: string) => { readonly headers: Readonly<Record<string, string>>; readonly body: string; /** Behind the URL, with its question mark. */ readonly query?: string };
  /** False: the sender shows a secret and signs nothing, so that only another secret is refused. `nothing`: it is asked for an echo, which proves nothing and tells nothing. */
  readonly signs?: false | 'nothing';
  /** Types and subjects of what it becomes; none for a handshake. */
  readonly becomes: readonly { readonly type: string; readonly subject?: string }[];
  /** Of a sender that waits for an answer: must hold for its body. */
  readonly answers?: (body: string, status: number) => boolean;
}

/** A description that the vendor publishes, and which requests it is about. */
export interface Described {
  /** File of the collection of descriptions, without `.json`. */
  readonly mock: string;
  /** Requests below this path, which the description leaves out. */
  readonly prefix?: string;
  /** Only requests below this path, which the description has, too. */
  readonly below?: string;
  /** Requests that it does not know, with why: it is older than the vendor. */
  readonly except?: readonly { readonly path: RegExp; /** Any, if absent. */ readonly method?: string; readonly because: string }[];
}

export interface ConnectorCases {
  start(): Promise<Vendor>;
  /** The longest prefix counts. */
  readonly described?: readonly Described[];
  /** Every action and query of the plugin by its key. */
  readonly actions: Readonly<Record<string, ActionCase>>;
  /** Every source of incident context by its key. */
  readonly context?: Readonly<Record<string, ContextCase>>;
  readonly inbound?: readonly InboundCase[];
  /** Without a network of HTTP there is nothing to limit or to expire: only accepted, refused and silent are asked. */
  readonly plain?: boolean;
}
