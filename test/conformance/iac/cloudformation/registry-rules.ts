/** What the registry takes as the schema of a type, by its documented definition: names, keywords, pointers, and what may stand beside what. */
type Schema = Readonly<Record<string, unknown>>;

const TOP = ['typeName', 'description', 'sourceUrl', 'documentationUrl', 'definitions', 'properties', 'additionalProperties', 'required', 'primaryIdentifier', 'additionalIdentifiers', 'readOnlyProperties', 'writeOnlyProperties', 'createOnlyProperties', 'tagging', 'handlers'];
const NEEDED = ['typeName', 'description', 'properties', 'primaryIdentifier', 'additionalProperties'];
const KEYWORDS = new Set(['$ref', 'type', 'description', 'default', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'items', 'minItems', 'maxItems', 'uniqueItems', 'insertionOrder', 'properties', 'patternProperties', 'additionalProperties', 'required']);
const NAME = /^[A-Za-z0-9]{1,64}$/;
const HTTPS = /^https:\/\/[0-9a-zA-Z]([-.\w]*[0-9a-zA-Z])(:[0-9]*)*([?/#].*)?$/;

export function faultsOf(schema: Schema): string[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const definitions = (schema['definitions'] ?? {}) as Readonly<Record<string, Schema>>;
  const pointers = (list: string): string[] => (schema[list] ?? []) as string[];
  const names = (list: string): string[] => pointers(list).map((pointer) => pointer.replace('/properties/', ''));
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => { if (!holds) faults.push(what); };

  for (const key of Object.keys(schema)) must(TOP.includes(key), `${key} is no part of a type`);
  for (const key of NEEDED) must(key in schema, `${key} is missing`);
  must(/^[a-zA-Z0-9]{2,64}::[a-zA-Z0-9]{2,64}::[a-zA-Z0-9]{2,64}$/.test(String(schema['typeName'])), `${String(schema['typeName'])} is no name of a type`);
  must(schema['additionalProperties'] === false, 'properties that nobody knows are not allowed');
  for (const url of ['sourceUrl', 'documentationUrl']) must(HTTPS.test(String(schema[url])), `${url} is no https URL`);
  for (const list of ['primaryIdentifier', 'readOnlyProperties', 'writeOnlyProperties', 'createOnlyProperties']) {
    must(schema[list] === undefined || pointers(list).length > 0, `${list} is empty`);
    for (const pointer of pointers(list)) must(pointer.startsWith('/properties/') && pointer.slice(12) in properties, `${list}: ${pointer} leads nowhere`);
  }
  for (const list of (schema['additionalIdentifiers'] ?? []) as string[][]) for (const pointer of list) must(pointer.slice(12) in properties, `additionalIdentifiers: ${pointer} leads nowhere`);
  for (const name of names('primaryIdentifier')) must(names('readOnlyProperties').includes(name) || names('createOnlyProperties').includes(name), `${name} identifies it and could be changed`);
  for (const name of names('readOnlyProperties')) must(!names('createOnlyProperties').includes(name) && !names('writeOnlyProperties').includes(name) && !((schema['required'] ?? []) as string[]).includes(name), `${name} is read-only and yet it is written`);
  for (const [verb, handler] of Object.entries((schema['handlers'] ?? {}) as Readonly<Record<string, Schema>>)) must(['create', 'read', 'update', 'delete', 'list'].includes(verb) && Array.isArray(handler['permissions']), `the handler ${verb}`);
  for (const name of (schema['required'] ?? []) as string[]) must(name in properties, `${name} is required and unknown`);

  const visit = (each: Schema, at: string): void => {
    for (const keyword of Object.keys(each)) must(KEYWORDS.has(keyword), `${at}: the registry knows no ${keyword}`);
    if (typeof each['$ref'] === 'string') {
      must(Object.keys(each).length === 1, `${at}: nothing may stand beside $ref`);
      return must(each['$ref'].startsWith('#/definitions/') && each['$ref'].slice(14) in definitions, `${at}: ${each['$ref']} leads nowhere`);
    }
    must(['string', 'integer', 'number', 'boolean', 'array', 'object'].includes(String(each['type'])), `${at}: has no type`);
    if (each['type'] === 'array') visit((each['items'] ?? {}) as Schema, `${at}.items`);
    if (each['type'] === 'object') object(each, at);
    if (typeof each['pattern'] === 'string') must(compiles(each['pattern']), `${at}: the pattern does not compile`);
    must(each['default'] === undefined || typeof each['default'] !== 'object', `${at}: a default that is no scalar`);
  };
  const object = (each: Schema, at: string): void => {
    must((each['properties'] === undefined) !== (each['patternProperties'] === undefined), `${at}: an object has either properties or patterns`);
    must(each['additionalProperties'] === false, `${at}: an object must not be open`);
    const own = (each['properties'] ?? {}) as Readonly<Record<string, Schema>>;
    must(each['properties'] === undefined || Object.keys(own).length > 0, `${at}: an object without properties`);
    for (const [name, inner] of Object.entries(own)) { must(NAME.test(name), `${at}.${name}: no name of a property`); must(inner['type'] !== 'object' || inner['properties'] === undefined, `${at}.${name}: nested objects are definitions`); visit(inner, `${at}.${name}`); }
    for (const name of (each['required'] ?? []) as string[]) must(name in own, `${at}: ${name} is required and unknown`);
    for (const [pattern, inner] of Object.entries((each['patternProperties'] ?? {}) as Readonly<Record<string, Schema>>)) { must(compiles(pattern), `${at}: the pattern ${pattern}`); visit(inner, `${at}.*`); }
  };
  for (const [name, each] of Object.entries(definitions)) { must(NAME.test(name), `${name} is no name of a definition`); visit(each, name); }
  for (const [name, each] of Object.entries(properties)) { must(NAME.test(name), `${name} is no name of a property`); visit(each, name); }
  return faults;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== '';
  } catch {
    return false;
  }
}
