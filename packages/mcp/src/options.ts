/** What the hub hands to this door besides the house. */
import type { Caller, Document } from '@patchbay/contracts';
import type { SignInPages } from './auth/callback.ts';
import type { Library } from './knowledge/library.ts';
import type { Prompt } from './prompts/prompt.ts';

export interface McpOptions {
  readonly version?: string;
  /** Where clients see this hub, when it is not where it listens: `https://hub.example.com`. */
  readonly publicUrl?: string;
  /** Nothing that writes is offered or done through this door. */
  readonly readonly?: boolean;
  /** Issuers whose tokens the hub takes. With one, clients find out by themselves how to log in. */
  readonly authorizationServers?: readonly string[];
  /** Pages of these origins may call. */
  readonly allowedOrigins?: readonly string[];
  /** A keyed hash of the hub: what a client must bring back unchanged carries it. */
  readonly mac?: (text: string) => string;
  readonly now?: () => number;
  /** Unguessable. */
  readonly newId?: () => string;
  /** A call that takes longer becomes a task, where the client can have one. In milliseconds. */
  readonly taskAfterMs?: number;
  /** How long a task is kept, in milliseconds. */
  readonly taskTtlMs?: number;
  /** Between signs of life on a stream; the credential is checked anew at each. In milliseconds. */
  readonly heartbeat?: number;
  /** Open at once, in all and for one tenant. */
  readonly maxStreams?: number;
  readonly maxStreamsPerTenant?: number;
  readonly maxSessions?: number;
  readonly maxSessionsPerTenant?: number;
  readonly maxTasksPerTenant?: number;
  /** Prompts and things to read besides the hub's own. */
  readonly prompts?: readonly Prompt[];
  readonly libraries?: readonly Library[];
  /** Slugs of the attached servers that this caller may know of. */
  readonly servers?: (caller: Caller) => readonly string[];
  /** What is attached or installed, and does not run: slugs of servers, or what the names of their tools begin with. */
  readonly off?: (part: 'server' | 'toolset', caller: Caller) => Promise<readonly string[]>;
  /** Until what other hubs attached and installed is known here, too. */
  readonly settle?: () => Promise<unknown>;
  /** Lists that changed for another reason than an event of the tenant. */
  readonly changes?: (hear: (what: ListName) => void) => () => void;
  /** For people who sign in at attached servers. */
  readonly signInPages?: SignInPages;
  /** Aborted when the hub starts to drain. */
  readonly stopping?: AbortSignal;
}

export type ListName = 'tools' | 'prompts' | 'resources';

export type Settings = Required<Omit<McpOptions, 'publicUrl' | 'signInPages'>> & Pick<McpOptions, 'publicUrl' | 'signInPages'>;

export function settingsOf(options: McpOptions): Settings {
  return {
    version: '0.0.0', readonly: false, authorizationServers: [], allowedOrigins: [], now: Date.now, newId: () => { throw new Error('this door has no random ids'); },
    mac: () => { throw new Error('this door has no keyed hash'); },
    taskAfterMs: 1000, taskTtlMs: 3_600_000, heartbeat: 15_000, maxStreams: 10_000, maxStreamsPerTenant: 10_000, maxSessions: 10_000, maxSessionsPerTenant: 2000, maxTasksPerTenant: 1000,
    prompts: [], libraries: [], changes: () => () => undefined, servers: () => [], off: async () => [], settle: () => Promise.resolve(), stopping: new AbortController().signal,
    ...options,
  };
}

export const serverInfo = ({ version }: Pick<Settings, 'version'>): Document => ({ name: 'patchbay', title: 'Patchbay', version });
