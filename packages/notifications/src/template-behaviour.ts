/** What the `template` resource does besides being stored: what can't be read is refused when it is declared, and not in the night when it is needed. */
import type { Behaviour, Document } from '@patchbay/contracts';
import type { TemplateFields } from '@patchbay/templates';
import { compiled } from './compiled.ts';

export const templateBehaviour: Behaviour = {
  create(fields) {
    read(fields);
    return {};
  },
  update(_, after) {
    read(after);
    return {};
  },
};

const read = (fields: Document): void => void compiled(fields as unknown as TemplateFields); // parsed by the schema of the resource
