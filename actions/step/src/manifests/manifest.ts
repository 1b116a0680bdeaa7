/** Files that are written from the table of inputs. */
import type { Verb } from '../inputs/table.ts';

export interface Manifest {
  /** From the root of the repository. */
  readonly file: string;
  readonly render: () => string;
}

export const WRITTEN = 'Written from actions/step/src/inputs/table.ts by `npm run catalog`. Do not edit.';

/** A string that YAML and JSON read alike. */
export const quoted = (text: string): string => JSON.stringify(text);

export const titleOf = (verb: Verb): string => `Patchbay ${verb}`;

/** What an input is for, and where its value comes from when it is absent. */
export const describe = ({ description, otherwise }: { readonly description: string; readonly otherwise?: string }): string => (otherwise === undefined ? description : `${description} When absent: ${otherwise}.`);
