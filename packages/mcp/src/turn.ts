/** One request, as the methods see it, whatever the era. */
import type { Caller, Document, LogLevel, ToolBytes } from '@patchbay/contracts';
import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoint } from './endpoint.ts';
import type { Params } from './protocol/message.ts';
import type { RpcId } from './protocol/rpc-error.ts';

export interface Turn {
  readonly era: 'modern' | 'legacy';
  readonly id: RpcId;
  readonly method: string;
  readonly params: Params;
  readonly meta: Document;
  /** What the client can do. */
  readonly capabilities: Document;
  readonly caller: Caller;
  readonly endpoint: Endpoint;
  readonly headers: IncomingHttpHeaders;
  /** Of the HTTP request. */
  readonly requestId: string;
  /** Where this hub is seen from: `https://hub.example.com`. */
  readonly origin: string;
  /** Messages of the log from here on are wanted; none without. */
  readonly logLevel: LogLevel | undefined;
  readonly signal: AbortSignal;
  /** Throws unless who asked may still do all that they could then: of a call that waits longer than its request. */
  stands?(): Promise<void>;
  /** A message about this request, before its answer. */
  notify(method: string, params: Document): void;
  /** Of the older era. */
  readonly session?: { readonly subscriptions: ReadonlySet<string> };
  /** Of a session: asks the client and waits. */
  ask?(method: string, params: Document): Promise<unknown>;
}

/** What a method answers: an object, text that is JSON already, or the bytes of somebody else. */
export type Result = Document | Written | Passed;

/** The fields of a result, as JSON without its braces: pages of tools are long and always the same. */
export class Written {
  readonly fields: string;
  constructor(fields: string) { this.fields = fields; }
}

/** What an attached server answered, as it came. */
export class Passed {
  readonly answer: ToolBytes;
  constructor(answer: ToolBytes) { this.answer = answer; }
}

export type Method = (turn: Turn) => Promise<Result> | Result;
