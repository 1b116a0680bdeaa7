/** Names of what can be read: `patchbay://projects`, `patchbay://projects/prj_…`. */
import type { ResourceDefinition } from '@patchbay/contracts';

const SCHEME = 'patchbay://';
const FORM = /^patchbay:\/\/([a-z][a-z0-9_]*)(?:\/([A-Za-z0-9_.-]{1,64}))?$/;

export const uriOf = (plural: string, id?: string): string => (id === undefined ? `${SCHEME}${plural}` : `${SCHEME}${plural}/${id}`);

export interface Which { readonly definition: ResourceDefinition; readonly id?: string }

export function whichOf(uri: string, definitions: readonly ResourceDefinition[]): Which | undefined {
  const [, plural, id] = FORM.exec(uri) ?? [];
  const definition = definitions.find((each) => each.plural === plural && each.state === 'live');
  return definition === undefined ? undefined : { definition, ...(id === undefined ? {} : { id }) };
}
