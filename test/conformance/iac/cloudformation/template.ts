/** Specimens as the resources of a template: secrets by dynamic references, other resources by Ref. */
import type { CatalogResource } from '@patchbay/contracts';
import { customType, propertiesOf } from '@patchbay/cloudformation';
import { isFields } from '@patchbay/reconcile';
import type { FakeAws } from './aws.ts';
import type { TemplateResource } from './stack.ts';

/** `refOf`: what stands for a reference in the fields, or undefined if there is none. */
export function templateResource(resource: CatalogResource, fields: Readonly<Record<string, unknown>>, aws: FakeAws, refOf: (value: unknown) => unknown): TemplateResource {
  const type = customType(resource);
  return { Type: type.typeName, Properties: propertiesOf(type, fields, (value, secret) => (secret ? hidden(value, aws) : refOf(value))) };
}

/** One secret of Secrets Manager for each text. */
function hidden(value: unknown, aws: FakeAws): unknown {
  if (typeof value === 'string') {
    const [known] = [...aws.secrets].find(([, text]) => text === value) ?? [];
    return `{{resolve:secretsmanager:${known ?? aws.addSecret('it', value)}:SecretString}}`;
  }
  if (Array.isArray(value)) return value.map((item) => hidden(item, aws));
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item, aws)])) : value;
}
