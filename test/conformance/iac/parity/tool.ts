/** One way of declaring a tenant. Each tool has one; `parity.ts` lets every one of them apply the same description, and every other one look at it. */
export interface ParityTool {
  readonly name: string;
  /** Brings an empty hub to what is declared. */
  apply(tenant: readonly Declaration[], hub: ParityHub): Promise<void>;
  /** How many changes this tool would make at a hub that another tool has filled: what is there is found by its natural key or imported, and importing is no change. */
  plan(tenant: readonly Declaration[], hub: ParityHub): Promise<number>;
}

export interface ParityHub {
  readonly url: string;
  readonly key: string;
  /** A folder of this tool's own. */
  readonly scratch: string;
}

/** A resource by the words of the catalog. `label` is its name within the description. */
export interface Declaration {
  readonly resource: string;
  readonly label: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** In `fields`: the id of another declaration of the same description, which stands before it. */
export interface Reference { readonly $ref: string }
