/** Parts the write-only fields of an input from the rest. Structured secrets travel as JSON. */
import { type Document, type ResourceDefinition, secretFields } from '@patchbay/contracts';

export function splitSecrets(definition: ResourceDefinition, input: Document): { visible: Document; secrets: Record<string, string> } {
  const names = secretFields(definition);
  if (names.length === 0) return { visible: input, secrets: {} };
  const visible: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const [field, value] of Object.entries(input)) {
    if (!names.includes(field)) visible[field] = value;
    else if (value !== undefined && value !== null) secrets[field] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return { visible, secrets };
}
