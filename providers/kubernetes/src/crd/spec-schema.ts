/** What a user declares: fields, references and Secrets, with rules in CEL for what a schema can't say. */
import type { Field, ResourceModel } from '@patchbay/reconcile';
import { camel, kindOf, objectRefOf, secretRefOf } from './names.ts';
import { fieldSchema, type JsonSchema } from './schema.ts';

interface Rule { readonly rule: string; readonly message: string }

export function specSchema({ name, title, fields, once }: ResourceModel): JsonSchema {
  if (fields.some((field) => camel(field.name) === OUTPUT)) throw new Error(`${name} has a field ${OUTPUT}, which is the operator’s`);
  const required = fields.filter((field) => field.required && field.references === undefined).map((field) => (field.secret ? secretRefOf(field.name) : camel(field.name)));
  const rules = fields.flatMap((field) => [...choiceRules(field), ...(field.immutable ? immutableRules(field, title) : [])]);
  return {
    type: 'object', description: `What the ${title.toLowerCase()} at the hub is to be.`,
    ...(required.length === 0 ? {} : { required }),
    properties: { ...Object.fromEntries(fields.flatMap(properties)), ...(once.length === 0 ? {} : { [OUTPUT]: named(`The Secret in this namespace that is made to keep what the hub shows once: ${once.join(' and ')}.`, {}) }) },
    ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }),
  };
}

/** Where what is shown once is kept. */
const OUTPUT = 'outputSecretRef';

function properties(field: Field): (readonly [string, JsonSchema])[] {
  if (field.secret) return [[secretRefOf(field.name), secretRef(field)]];
  const facts = field.immutable ? ['It can’t be changed.'] : [];
  if (field.references === undefined) return [[camel(field.name), fieldSchema(field, { loose: false }, facts)]];
  const target = kindOf(field.references);
  return [
    [camel(field.name), { description: [field.description, `The id or the natural key of one at the hub; or ${objectRefOf(field.name)}.`, ...facts].join(' '), type: 'string', minLength: 1, maxLength: 512 }],
    [objectRefOf(field.name), named(`The ${target} in this namespace that it is; waits until that is ready.`, {})],
  ];
}

/** Of a map all of a Secret is taken: its keys are the keys. */
const secretRef = ({ description, shape }: Field): JsonSchema =>
  shape.kind === 'string' ? named(`${description} Key of a Secret in this namespace; a change there is sent.`, { key: { type: 'string', minLength: 1, maxLength: 253 } }) : named(`${description} A Secret in this namespace, with all its keys; a change there is sent.`, {});

const named = (description: string, more: JsonSchema): JsonSchema => ({ description, type: 'object', required: ['name', ...Object.keys(more)], properties: { name: { type: 'string', minLength: 1, maxLength: 253 }, ...more } });

/** A reference is named in one way. */
function choiceRules({ name, references, required }: Field): Rule[] {
  if (references === undefined) return [];
  const [text, ref] = [camel(name), objectRefOf(name)];
  return [required
    ? { rule: `has(self.${cel(text)}) != has(self.${cel(ref)})`, message: `expected either ${text} or ${ref}` }
    : { rule: `!(has(self.${cel(text)}) && has(self.${cel(ref)}))`, message: `expected ${text} or ${ref}, not both` }];
}

/** Optional fields may be absent on either side. */
function immutableRules({ name, references }: Field, title: string): Rule[] {
  return [camel(name), ...(references === undefined ? [] : [objectRefOf(name)])].map((property) => {
    const it = cel(property);
    return { rule: `has(self.${it}) == has(oldSelf.${it}) && (!has(self.${it}) || self.${it} == oldSelf.${it})`, message: `${property} of this ${title.toLowerCase()} can’t be changed: delete this object and make a new one` };
  });
}

/** Words of CEL's own are written with marks around them. */
const cel = (property: string): string => (RESERVED.has(property) ? `__${property}__` : property);
const RESERVED = new Set(['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
