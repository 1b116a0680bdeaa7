/** One JSON Schema as a TypeScript type. Knows the keywords that the catalog uses and refuses the others, so that nothing is typed wrongly in silence. */

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly $ref?: string;
}

/** input: an absent field may also be undefined, because JSON leaves it out. */
export function typeOf(schema: JsonSchema, io: 'input' | 'output', indent = ''): string {
  if (schema.$ref !== undefined) throw new Error(`the catalog has no references, but there is ${schema.$ref}`);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((each) => typeOf(each, io, indent)))].join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((each) => `(${typeOf(each, io, indent)})`).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, io, indent)).join(' | ');
  return named(schema, io, indent);
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)}'` : JSON.stringify(value));

function named(schema: JsonSchema, io: 'input' | 'output', indent: string): string {
  switch (schema.type) {
    case 'string': return 'string';
    case 'integer': case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'null': return 'null';
    case 'array': return schema.prefixItems === undefined ? `readonly ${many(typeOf(schema.items ?? {}, io, indent))}[]` : `readonly [${schema.prefixItems.map((each) => typeOf(each, io, indent)).join(', ')}]`;
    case 'object': return object(schema, io, indent);
    case undefined: return 'unknown';
    default: throw new Error(`no TypeScript type for the JSON type ${String(schema.type)}`);
  }
}

const many = (type: string): string => (/[|&]|^readonly /.test(type) && !type.startsWith('{') ? `(${type})` : type);

function object(schema: JsonSchema, io: 'input' | 'output', indent: string): string {
  const fields = Object.entries(schema.properties ?? {});
  const { additionalProperties: rest } = schema;
  if (fields.length === 0) {
    if (rest === false) return 'Readonly<Record<never, never>>';
    return `Readonly<Record<string, ${typeof rest === 'object' ? typeOf(rest, io, indent) : 'unknown'}>>`;
  }
  const inner = `${indent}  `;
  const lines = fields.map(([field, each]) => `${comment(each, inner)}${inner}readonly ${property(field)}${optional(schema, field, typeOf(each, io, inner), io)};`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const property = (field: string): string => (/^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field));

const optional = (schema: JsonSchema, field: string, type: string, io: 'input' | 'output'): string =>
  schema.required?.includes(field) ? `: ${type}` : `?: ${type}${io === 'input' && type !== 'unknown' ? ' | undefined' : ''}`;

const comment = (schema: JsonSchema, indent: string): string => (schema.description === undefined ? '' : `${indent}/** ${schema.description.replaceAll('*/', '* /')} */\n`);
