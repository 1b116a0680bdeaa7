/** What a registry publishes, as one signed list with a version that only grows and an end: https://theupdateframework.io tells what that holds off. */
import { Failure } from '@patchbay/contracts';
import { digest } from '@patchbay/vault';
import { z } from 'zod';
import { checkBundle, type SigningPair, signStatement } from '../packages/dsse.ts';

const INDEX = 'https://patchbay.dev/plugin/index/v1';
/** Base64 of some thousands of releases. */
const CHARACTERS = 7_000_000;
/** Two clocks are never the same. */
const SKEW_MS = 300_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Index = z.strictObject({
  version: z.int().min(1), issuedAt: z.iso.datetime(), expiresAt: z.iso.datetime(),
  /** With what gave a namespace from key to key, in order: each signed by the key before. */
  publishers: z.array(z.strictObject({ namespace: z.string().max(80), publicKey: z.string().max(60), rotations: z.array(z.string().max(100_000)).max(100) })).max(5000),
  releases: z.array(z.strictObject({ plugin: z.string().max(200), version: z.string().max(60), sha256, size: z.int().min(1), sequence: z.int().min(1), publicKey: z.string().max(60) })).max(20_000),
  /** Statements that the publishers signed: no registry takes back what is not its own. */
  revocations: z.array(z.strictObject({ plugin: z.string().max(200), version: z.string().max(60), statement: z.string().max(100_000) })).max(5000),
});
export type Index = z.output<typeof Index>;
export type IndexContent = Pick<Index, 'publishers' | 'releases' | 'revocations'>;

export const signIndex = (index: Index, pair: SigningPair): string => signStatement({ subject: [{ name: 'index', digest: { sha256: digest(JSON.stringify(index)) } }], predicateType: INDEX, predicate: index }, pair);

/** The last one that was believed. */
export interface Believed { readonly version: number; readonly digest: string; readonly expires_at: string }

/** Throws `registry.refused` for what is not signed with the key, has run out, comes from the future, or is older than what was believed before. */
export function readIndex(text: string, publicKey: string, before: Believed | undefined, now: number): Index {
  const checked = checkBundle(text, publicKey, CHARACTERS);
  if (checked.kind === 'bad') throw refused(checked.why);
  const parsed = Index.safeParse(checked.statement.predicate);
  if (checked.statement.predicateType !== INDEX || !parsed.success) throw refused('what was signed is no list of a registry');
  const index = parsed.data;
  if (Date.parse(index.expiresAt) <= now) throw refused(`it ran out at ${index.expiresAt}: somebody may be holding newer ones back`);
  if (Date.parse(index.issuedAt) > now + SKEW_MS) throw refused(`it says that it was made at ${index.issuedAt}, which is still to come`);
  if (before !== undefined && index.version < before.version) throw refused(`it has the version ${index.version}, and ${before.version} was here already`);
  if (before !== undefined && index.version === before.version && digest(text) !== before.digest) throw refused(`there are two lists with the version ${index.version}`);
  return index;
}

export const refused = (reason: string): Failure => new Failure('registry.refused', `The list of the registry is refused: ${reason}`, { reason });
