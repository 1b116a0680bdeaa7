/** Where `patchbay-ci` is: beside the bundle, or in the repository. A hub that was put together without it serves none. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const PLACES = ['patchbay-ci.cjs', '../../../actions/program/patchbay-ci.cjs'];

export function ciProgramFile(): { readonly ciProgram?: string } {
  const ciProgram = PLACES.map((place) => join(import.meta.dirname, place)).find((file) => existsSync(file));
  return ciProgram === undefined ? {} : { ciProgram };
}
