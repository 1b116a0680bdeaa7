/** A field of a resource as an option of a module, in Ansible's words. */
import { type Field, isFields, type ResourceModel, type Shape } from '@patchbay/reconcile';

export const COLLECTION = 'patchbay.hub';

export interface Option {
  readonly type: 'str' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'raw';
  readonly elements?: Option['type'];
  readonly choices?: readonly string[];
  readonly required?: boolean;
  readonly no_log?: boolean;
  readonly options?: Readonly<Record<string, Option>>;
  readonly description: readonly string[];
}

/** Options that every module has; a resource with a field of such a name would need another one for it. */
export const RESERVED = ['hub_url', 'hub_key', 'hub_tenant', 'hub_timeout', 'hub_retries', 'validate_certs', 'state', 'id', 'reset', 'update_secrets', 'replace', 'approval_wait', 'show_once'];

export function optionsOf({ name, fields }: ResourceModel): Readonly<Record<string, Option>> {
  const taken = fields.find((field) => RESERVED.includes(field.name));
  if (taken !== undefined) throw new Error(`${name} has a field ${taken.name}, which is an option of every module`);
  return Object.fromEntries(fields.map((field) => [field.name, optionOf(field, true)]));
}

/** Nothing is required at the top: what is absent is told by `id`, and checked by the hub. Names that merely look like secrets are told apart, or Ansible warns. */
function optionOf(field: Field, top: boolean): Option {
  return {
    ...typed(field.shape),
    ...(field.required && !top ? { required: true } : {}),
    ...(field.secret ? { no_log: true } : LOOKS_SECRET.test(field.name) ? { no_log: false } : {}),
    description: [field.description === '' ? field.name : field.description, ...notesOf(field, top)],
  };
}

const LOOKS_SECRET = /pass|secret|token|key/;

function typed(shape: Shape): Omit<Option, 'description'> {
  switch (shape.kind) {
    case 'string': return shape.oneOf === undefined ? { type: 'str' } : { type: 'str', choices: shape.oneOf };
    case 'integer': return { type: 'int' };
    case 'number': return { type: 'float' };
    case 'boolean': return { type: 'bool' };
    case 'json': return { type: shape.object ? 'dict' : 'raw' };
    case 'map': return { type: 'dict' };
    case 'object': return { type: 'dict', ...suboptions(shape.fields) };
    case 'list': case 'set': {
      const { type, choices, options } = typed(shape.items);
      return { type: 'list', elements: type, ...(choices === undefined ? {} : { choices }), ...(options === undefined ? {} : { options }) };
    }
    default: return shape satisfies never;
  }
}

const suboptions = (fields: readonly Field[]): { options?: Readonly<Record<string, Option>> } => (fields.length === 0 ? {} : { options: Object.fromEntries(fields.map((field) => [field.name, optionOf(field, false)])) });

function notesOf(field: Field, top: boolean): string[] {
  return [
    ...(top && field.required ? ['Needed to create one.'] : []),
    ...(field.default === undefined ? [] : [`Left out, the hub takes ${said(field.default)}.`]),
    ...(field.immutable ? ['Only a new one can have another value; see I(replace).'] : []),
    ...(field.secret ? ['Never read back; see I(update_secrets).'] : []),
    ...(field.references === undefined ? [] : [`The id of the ${field.references.replaceAll('_', ' ')}, or its name.`]),
    ...(field.shape.kind === 'set' ? ['The order means nothing.'] : []),
  ];
}

const said = (value: unknown): string => (value === null ? 'nothing' : Array.isArray(value) && value.length === 0 ? 'an empty list' : isFields(value) && Object.keys(value).length === 0 ? 'none' : `C(${JSON.stringify(value)})`);
