import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** What may be set about this door. Each limit has a default that a dashboard doesn't reach and an attack does. */
export interface GraphqlOptions {
  /** Answers `__schema`, `__type` and GET /graphql/schema. */
  readonly introspection?: boolean;
  /** Levels of fields. */
  readonly maxDepth?: number;
  /** Fields, times the page sizes above them. */
  readonly maxCost?: number;
  /** Characters of a document. */
  readonly maxLength?: number;
  /** Tokens of a document. */
  readonly maxTokens?: number;
  readonly maxAliases?: number;
  /** Fields of the operation itself: each one is a call. */
  readonly maxRootFields?: number;
  /** Documents that stay parsed, validated and compiled. */
  readonly cacheSize?: number;
  /** Milliseconds between signs of life on a subscription; the credential is checked anew at each. */
  readonly heartbeat?: number;
  /** Subscriptions that may be open at once, in all and for one tenant. */
  readonly maxSubscriptions?: number;
  readonly maxSubscriptionsPerTenant?: number;
  /** How the server reads bodies. With it, a query that comes again word for word is not read again. */
  readonly bodies?: Bodies;
}

export interface Bodies {
  bytes(message: IncomingMessage, done: (error: Error | null, bytes?: Buffer) => void): void;
  value(request: FastifyRequest, bytes: Buffer): unknown;
}

export type Settings = Required<Omit<GraphqlOptions, 'bodies'>>;

export const defaults: Settings = {
  introspection: true,
  maxDepth: 12,
  maxCost: 10_000,
  maxLength: 20_000,
  maxTokens: 3000,
  maxAliases: 50,
  maxRootFields: 20,
  cacheSize: 500,
  heartbeat: 15_000,
  maxSubscriptions: 1000,
  maxSubscriptionsPerTenant: 100,
};
