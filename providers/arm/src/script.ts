/** The script of a deployment: bash, as Azure wants it, around Python, with the kinds of resources in it. */
import { type ModelSource, modelsOf } from '@patchbay/reconcile';

/** More than this Azure does not take in a template. */
export const MOST_CHARACTERS = 32_000;

/** `program`: the text of declare.py. */
export function scriptText(program: string, resources: readonly ModelSource[]): string {
  const kinds = Object.fromEntries(modelsOf(resources).filter(({ state }) => state === 'live').map(({ name, plural, title, key, fields }) => [name, {
    plural, title: title.toLowerCase(), key: Object.fromEntries(key.map((each) => [each, fields.find((field) => field.name === each)?.default ?? null])), secrets: fields.filter(({ secret }) => secret).map((field) => field.name),
  }]));
  const text = `#!/bin/bash\n# Written from the catalog of the hub: npm run catalog.\nset -euo pipefail\npython3 - <<'PATCHBAY'\n${program.trimEnd().replace('@KINDS@', () => JSON.stringify(kinds))}\nPATCHBAY\n`;
  if (text.length > MOST_CHARACTERS) throw new Error(`the script has ${text.length} characters, and Azure takes ${MOST_CHARACTERS}`);
  return text;
}
