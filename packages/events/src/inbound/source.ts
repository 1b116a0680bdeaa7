/** A source made ready to receive: scheme found, mappings compiled, networks read. Its secrets are unsealed when the first request needs them. */
import type { Document, Issue, Row } from '@patchbay/contracts';
import { type Scheme, schemeOf, type SourceScheme } from '@patchbay/vault';
import { compileMappings, type Mapping, type Routes } from './mapping.ts';

export type Handshake = 'none' | 'pending' | 'unconfirmed' | 'done';

export interface Source {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly slug: string;
  readonly enabled: boolean;
  readonly scheme: Scheme;
  readonly vendor: SourceScheme['scheme'];
  readonly username: string | undefined;
  readonly handshake: Handshake;
  readonly maxBody: number;
  readonly rememberMs: number;
  readonly keepRefusedMs: number;
  readonly unmapped: 'publish' | 'drop';
  readonly routes: Routes;
  /** The stored document, with what is sealed. */
  readonly row: Row;
  /** Whether this address may send. */
  admits(address: string): boolean;
}

export interface SourcePorts {
  /** What is sealed in a document, by field. */
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  /** Whether an address is in one of the networks. Throws a TypeError for what is no network. */
  readonly within: (networks: readonly string[]) => (address: string) => boolean;
  readonly platformTypes: ReadonlySet<string>;
}

export function readSource(row: Row, { sealedOf, within, platformTypes }: SourcePorts): Source {
  const body = row.body as SourceBody;
  const scheme = schemeOf(body);
  const inside = within(body.allowed_networks);
  return {
    tenant: row.tenant, id: row.id, version: row.version, row, slug: body.slug, enabled: body.enabled, scheme, vendor: body.scheme, username: body.username,
    handshake: handshakeOf(scheme, body.handshake, sealedOf(row.body)['secret'] !== undefined),
    maxBody: body.max_body, rememberMs: body.deduplicate_for * 1000, keepRefusedMs: body.keep_refused * 1000,
    unmapped: body.unmapped, routes: compileMappings(body.mappings, platformTypes),
    admits: (address) => body.allowed_networks.length === 0 || inside(address),
  };
}

/** What the schema of a source can't see. */
export function issuesOf(fields: Document, { within, platformTypes }: Omit<SourcePorts, 'sealedOf'>): readonly Issue[] {
  const { allowed_networks: networks, mappings } = fields as SourceBody;
  const ofNetworks = networks.flatMap((network, at): Issue[] => {
    try {
      within([network]);
      return [];
    } catch (error) {
      return [{ path: `allowed_networks.${at}`, message: (error as TypeError).message }];
    }
  });
  schemeOf(fields as SourceBody); // throws with its own issues
  return [...ofNetworks, ...compileMappings(mappings, platformTypes).issues];
}

/** Whether the sender has to introduce itself, and how far that has come. */
export function handshakeOf({ handshakes = [] }: Scheme, stored: Handshake, hasSecret: boolean): Handshake {
  if (handshakes.some(({ store }) => store !== undefined)) return !hasSecret ? 'pending' : stored === 'unconfirmed' ? 'unconfirmed' : 'done';
  if (!handshakes.some(({ reply }) => reply.echo !== undefined)) return 'none';
  return stored === 'done' ? 'done' : 'pending';
}

/** What the `source` resource stores; its schema was parsed before it was written. */
type SourceBody = Document & SourceScheme & {
  readonly slug: string;
  readonly username?: string;
  readonly enabled: boolean;
  readonly handshake: Handshake;
  readonly max_body: number;
  readonly deduplicate_for: number;
  readonly keep_refused: number;
  readonly allowed_networks: readonly string[];
  readonly unmapped: 'publish' | 'drop';
  readonly mappings: readonly Mapping[];
};
