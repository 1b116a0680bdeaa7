/** What the engine is handed. */
import type { Action, Call, Caller, Document, NewId, Plan, Ruling } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export interface Telling {
  readonly tenant: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Document;
  readonly at: number;
  readonly project?: string | undefined;
  readonly causes?: readonly string[] | undefined;
}

export interface DeploymentPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** sha256, as hex. */
  readonly digest: (text: string) => string;
  /** An event with its deliveries, as part of somebody's unit. */
  readonly tell: (event: Telling) => Plan;
  /** Calls an action: what brings up and tears down, and what posts to a pull request. */
  readonly call: (call: Call) => Promise<{ readonly output: unknown }>;
  /** Of the hub, of connectors, of plugins; undefined, when nobody runs it. */
  readonly actionOf: (id: string, caller: Caller) => Action | undefined;
  /** A principal as it is now; undefined when it is gone, or switched off. */
  readonly principalOf: (tenant: string, principal: string) => Promise<Caller | undefined>;
  /** The value of a secret of the tenant, by its name. */
  readonly secretNamed: (tenant: string, name: string) => Promise<string | undefined>;
  /** What ids of the actions of an installed plugin begin with: `jenkins`, `acme_jenkins_staging`. */
  readonly connectorName: (plugin: string, installation: string) => string;
  /** Asks who decides in this tenant before a deployment comes to be; undefined where nobody does. */
  readonly decide?: (tenant: string, proposed: Document) => Promise<Ruling> | undefined;
  /** Telling a CI that waits for a call: with its own token, sealed until then, by the egress of the tenant. */
  readonly callbacks: {
    readonly seal: (tenant: string, place: string, text: string) => Promise<string>;
    readonly unseal: (tenant: string, place: string, sealed: string) => Promise<string>;
    readonly send: (tenant: string, request: { readonly method: 'POST'; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }, signal: AbortSignal) => Promise<{ readonly status: number }>;
  };
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface DeploymentOptions {
  /** How long a hub has work to itself: longer than the longest action. */
  readonly leaseMs: number;
  readonly pollMs: number;
  /** Pieces of work at the same time. */
  readonly atOnce: number;
  /** How long what is under way gets when the hub stops. */
  readonly drainMs: number;
  /** How long a job of a CI that shall stop gets to say that it did. */
  readonly graceMs: number;
  /** Open previews of one project. */
  readonly previewsPerProject: number;
  /** Deployments that may wait for their turn at one place. */
  readonly mostQueued: number;
  /** Bytes of the log of one deployment. */
  readonly logBytes: number;
  /** How long logs are kept. */
  readonly keepLogsMs: number;
  /** How long what has ended is kept: deployments, previews, runs, scans. */
  readonly keepMs: number;
  /** Of each place, that many of the latest that succeeded stay all the same: there may be a way back to them. */
  readonly keepAtLeast: number;
}

export const DEPLOYMENT_OPTIONS: DeploymentOptions = {
  leaseMs: 120_000, pollMs: 500, atOnce: 64, drainMs: 5_000, graceMs: 60_000, previewsPerProject: 200, mostQueued: 100, logBytes: 16 * 1024 * 1024, keepLogsMs: 90 * 86_400_000,
  keepMs: 400 * 86_400_000, keepAtLeast: 20,
};
