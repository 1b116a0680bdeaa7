/** A sink made ready: its filter compiled, its settings at hand. What is secret in it is unsealed when it is opened. */
import type { Document, Row, SinkKind, SinkSettings } from '@patchbay/contracts';
import { type Stream, type StreamName, streams } from './stream.ts';

export interface Sink {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly stream: Stream;
  readonly takes: (row: Row) => boolean;
  readonly kind: SinkKind | 'endpoint';
  readonly settings: SinkSettings | undefined;
  /** Of kind endpoint. */
  readonly endpoint: string | undefined;
  readonly authorities: string | undefined;
  readonly batchItems: number;
  readonly batchWaitMs: number;
  /** The stored document, with what is sealed. */
  readonly row: Row;
}

export function sinkOf(row: Row): Sink {
  const body = row.body as SinkBody;
  const stream = streams[body.stream];
  return {
    tenant: row.tenant, id: row.id, version: row.version, row, name: body.name, enabled: body.enabled, stream, takes: stream.taker(body).takes,
    kind: body.kind, settings: body[body.kind] as SinkSettings | undefined, endpoint: body.endpoint, authorities: body.ca_certificate,
    batchItems: body.batch_items, batchWaitMs: body.batch_wait * 1000,
  };
}

/** What the `sink` resource stores; its schema was parsed before it was written. */
type SinkBody = Document & {
  readonly name: string;
  readonly enabled: boolean;
  readonly stream: StreamName;
  readonly kind: SinkKind | 'endpoint';
  readonly endpoint?: string;
  readonly ca_certificate?: string;
  readonly event_types: readonly string[];
  readonly filter?: Document;
  readonly batch_items: number;
  readonly batch_wait: number;
};
