/** What a text means, once it was read. */

export interface Place { readonly line: number; readonly column: number }

export type Literal = string | number | boolean | null;
export type Operand =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'path'; readonly keys: readonly string[] };
export interface Filtered { readonly name: string; readonly given: readonly Operand[] }
export interface Value { readonly of: Operand; readonly filters: readonly Filtered[] }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';
export type Test =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'compare'; readonly how: Comparison; readonly left: Value; readonly right: Value }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test };

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Value; readonly at: Place }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly at: Place }
  | { readonly kind: 'for'; readonly name: string; readonly list: Value; readonly body: readonly Node[]; readonly otherwise: readonly Node[]; readonly at: Place };

/** Without a test it is `else`. */
export interface Branch { readonly test?: Test; readonly body: readonly Node[] }

/** A text can’t be read, and where. */
export class Misread extends Error {
  readonly at: Place;

  constructor(at: Place, message: string) {
    super(message);
    this.at = at;
  }
}
