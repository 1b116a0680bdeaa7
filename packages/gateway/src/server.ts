/** An attached server as the gateway works with it. */
import type { Document, Row, Safety } from '@patchbay/contracts';
import type { EgressPolicy } from '@patchbay/egress';

export interface Auth {
  readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
  readonly username?: string;
  readonly header?: string;
  readonly token_url?: string;
  readonly client_id?: string;
  readonly scopes: readonly string[];
  readonly audience?: string;
  readonly certificate?: string;
  readonly ca?: string;
}

/** The fields of `mcp_server`, parsed when they were written. */
export interface Fields extends Document {
  readonly slug: string;
  readonly name: string;
  readonly transport: 'http' | 'stdio';
  readonly http?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  readonly stdio?: { readonly command: string; readonly arguments: readonly string[]; readonly environment: Readonly<Record<string, string>>; readonly secret_environment: Readonly<Record<string, string>> };
  readonly auth: Auth;
  readonly per_person: boolean;
  readonly allowed_tools: readonly string[];
  readonly tool_hashes: Readonly<Record<string, string>>;
  readonly safety: Readonly<Record<string, Safety>>;
  readonly default_safety: Safety;
  readonly timeout: number;
  readonly max_output: number;
  readonly allowed_networks: readonly string[];
  readonly enabled: boolean;
}

export interface AttachedServer {
  readonly id: string;
  readonly tenant: string;
  readonly version: number;
  readonly fields: Fields;
  readonly policy: EgressPolicy | undefined;
}

export const serverOf = (row: Row): AttachedServer => {
  const fields = row.body as Fields;
  return { id: row.id, tenant: row.tenant, version: row.version, fields, policy: fields.allowed_networks.length === 0 ? undefined : { allow: fields.allowed_networks } };
};
