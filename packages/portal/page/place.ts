/** What every view is given: the API, and ways to go elsewhere. */
import type { Api } from './api.ts';

export interface Place {
  readonly api: Api;
  /** What follows the name of the view in the address. */
  readonly id: string;
  go(hash: string): void;
  /** Shows this view anew. */
  again(): void;
}

export type View = (place: Place) => Promise<Node>;
