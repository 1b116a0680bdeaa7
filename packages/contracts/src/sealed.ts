/** Where sealed text lies in what is stored. Each is bound to its place, so that it can't be moved to another. */
import type { Document, Row } from './unit.ts';

/** Where the document of a resource keeps its sealed secrets; no field can have this name. */
export const SEALED = '_sealed';

export const sealedOf = (body: Document): Readonly<Record<string, string>> => (body[SEALED] ?? {}) as Record<string, string>;

/** The place of a secret field of a resource. */
export const sealContext = (resource: string, id: string, field: string): string => `${resource}/${id}/${field}`;

export interface SealedPlace {
  /** Where it is in the body. */
  readonly at: readonly string[];
  /** What it is bound to, besides its tenant, with the id and fields of its document: `endpoint/{id}/auth_secret`. */
  readonly context: string;
}

/** Of documents that hold one sealed text, in their field `sealed`. */
export const sealedField = (context: string): readonly SealedPlace[] => [{ at: ['sealed'], context }];

export const contextAt = ({ context }: SealedPlace, { id, body }: Pick<Row, 'id' | 'body'>): string =>
  context.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? id : String(body[name])));
