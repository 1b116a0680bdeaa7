/** The one port of all sinks. */
import type { Document, SinkKind, SinkSettings } from '@patchbay/contracts';
import type { Socket } from 'node:net';

/** One event or audit entry on its way out. */
export interface Entry {
  readonly stream: 'events' | 'audit_entries';
  readonly tenant: string;
  readonly id: string;
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Type of the event, or action of the audit entry. */
  readonly type: string;
  readonly subject: string;
  /** All of it, as the other system gets it. */
  readonly document: Document;
}

export interface OpenSink {
  /** Resolved: the other system has all of them, as durably as it says at all. Rejected: it may have some, and gets all of them again. */
  write(batch: readonly Entry[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export type Driver<K extends SinkKind> = (settings: SinkSettings<K>, secret: string | undefined, ports: SinkPorts, signal: AbortSignal) => Promise<OpenSink>;

export interface SinkHttpRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly onExcess: 'truncate';
}

export interface SinkHttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface SinkPlace {
  readonly host: string;
  readonly port: number;
  /** Ports of the protocol that is spoken, which are closed to others. */
  readonly ownPorts?: readonly number[];
}

export interface SinkStream {
  readonly socket: Socket;
  /** TLS from here on. */
  secure(signal: AbortSignal): Promise<Socket>;
}

/** What a driver has of the world. Authorities of the sink's own are known to who hands these in. */
export interface SinkPorts {
  readonly send: (request: SinkHttpRequest, signal: AbortSignal) => Promise<SinkHttpReply>;
  readonly connect: (place: SinkPlace & { readonly secure: boolean; readonly securedLater?: boolean }, signal: AbortSignal) => Promise<SinkStream>;
  readonly datagrams: (place: SinkPlace, signal: AbortSignal) => Promise<{ send(bytes: Uint8Array): Promise<void>; close(): void }>;
  readonly keys: SinkKeys;
  readonly now: () => number;
  /** Of the sink: it names its channels and objects. */
  readonly id: string;
}

/** What takes key material. */
export interface SinkKeys {
  signAws(request: { method: string; url: URL; headers: Readonly<Record<string, string>>; body: string | Uint8Array }, credentials: { accessKeyId: string; secretAccessKey: string }, scope: { region: string; service: string; at: number }): Record<string, string>;
  scram(mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512', user: { username: string; password: string }): { readonly first: string; prove(serverFirst: string): Promise<string>; check(serverFinal: string): void };
  natsCredentials(text: string): { readonly jwt: string; sign(nonce: string): string };
}
