/** Specimens as the resources of a template: secrets by dynamic references, other resources by Ref. */
import type { CatalogResource } from '@patchbay/contracts';
import { customTypeName, propertyName } from '@patchbay/cloudformation';
import { modelOf, type Shape, textModel, toText, isFields } from '@patchbay/reconcile';
import type { FakeAws } from './aws.ts';
import type { TemplateResource } from './stack.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `refOf`: what stands for a reference in the fields, or undefined if there is none. */
export function templateResource(resource: CatalogResource, fields: Fields, aws: FakeAws, refOf: (value: unknown) => unknown): TemplateResource {
  const Properties = Object.fromEntries(textModel(modelOf(resource)).fields.flatMap(({ name, shape, secret }) => {
    const value = fields[name];
    if (value === undefined || value === null) return [];
    const written = refOf(value) ?? spelled(shape, toText(value, shape));
    return [[propertyName(name), secret ? hidden(written, aws) : written]];
  }));
  return { Type: customTypeName(resource.name), Properties };
}

function spelled(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object' && isFields(value)) return Object.fromEntries(shape.fields.flatMap((field) => (value[field.name] === undefined || value[field.name] === null ? [] : [[propertyName(field.name), spelled(field.shape, value[field.name])]])));
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => spelled(shape.items, item));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spelled(shape.values, item)]));
  return value;
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
