/** What access keeps, and the shapes of the resources it owns. */
import { apiKeyResource, auditEntryRecord, type Collection, collectionOf, type roleBindingResource, type Scope, type tenantResource } from '@patchbay/contracts';
import type { z } from 'zod';

type Stored<R extends { fields: z.ZodRawShape; computed: z.ZodRawShape }> = z.output<z.ZodObject<R['fields'] & R['computed']>>;

export type ApiKey = Stored<typeof apiKeyResource>;
export type Tenant = Stored<typeof tenantResource>;
export type RoleBinding = Stored<typeof roleBindingResource>;

/**
 * Under the id of the key, so that the hash never comes near the document that people read.
 * The line of issuers stands here complete: it outlives the issuers.
 */
export interface KeyHash extends Record<string, unknown> {
  readonly hash: string;
  readonly issuers: readonly string[];
}

/** Under the id of the key, so that using a key changes neither its version nor its ETag. */
export interface KeyUse extends Record<string, unknown> {
  /** Epoch milliseconds of the minute; null before the first use. */
  readonly at: number | null;
}

/** Kept in the tenant itself, under its own id: which tenant keeps its document. It never moves. */
export interface TenantHome extends Record<string, unknown> {
  readonly home: string;
}

/** What a token of a CI system was exchanged for; under the id of the principal that it is. */
export interface AccessToken {
  readonly hash: string;
  /** It counts as long as its policy is there and switched on. */
  readonly policy: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly run: string;
  /** Shared by all logins of one run. */
  readonly party?: string;
  readonly issuers: readonly string[];
  /** Of a token that its issuer gave to a person: the same for all of theirs. Else the principal is the id of this. */
  readonly principal?: string;
  /** The resource that it was asked for (RFC 8707); without one it is for the API of the hub. */
  readonly resource?: string;
  /** Epoch milliseconds. */
  readonly expires_at: number;
}

export const ACCESS_TOKEN = 'access_token';
/** Who declared a trust policy, with who issued them, nearest first; under the id of the policy. */
export const TRUST_LINE = 'trust_line';
/** Tokens of others that counted once already. */
export const TOKEN_USE = 'token_use';
export const API_KEY = apiKeyResource.name;
export const TENANT = 'tenant';
export const ROLE_BINDING = 'role_binding';
export const API_KEY_HASH = 'api_key_hash';
export const KEY_USE = 'key_use';
export const TENANT_HOME = 'tenant_home';
export const AUDIT_ENTRY = auditEntryRecord.name;

/** Besides the collections of the resources themselves. */
export const collections: readonly Collection[] = Object.freeze([
  { name: API_KEY_HASH, kind: 'documents', fields: { hash: 'text' }, unique: [{ fields: ['hash'], global: true }] },
  { name: KEY_USE, kind: 'documents', fields: {} },
  { name: ACCESS_TOKEN, kind: 'documents', fields: { hash: 'text', expires_at: 'number' }, unique: [{ fields: ['hash'], global: true }] },
  { name: TRUST_LINE, kind: 'documents', fields: {} },
  { name: TOKEN_USE, kind: 'documents', fields: { expires_at: 'number' } },
  { name: TENANT_HOME, kind: 'documents', fields: {} },
  { ...collectionOf(auditEntryRecord), kind: 'log', chained: true, lean: true },
] as const);
