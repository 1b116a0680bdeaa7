/** What an answer must be: of a documented status, type, code and shape, with the headers that belong to it, and without a leak. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SECRET } from './arbitrary.ts';
import type { Documented, Operation } from './document.ts';
import type { Reply } from './request.ts';

export type Check = (operation: Operation, reply: Reply) => string[];

const LEAK = /\n\s+at .+:\d+:\d+|node:internal|SQLITE_|\bselect .+ from\b|ECONNREFUSED|node_modules/i;

export function checker(document: object): Check {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv); // its types are of its CommonJS self
  ajv.addSchema(document, 'openapi.json');
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi.json${pointer}` });
    compiled.set(pointer, known);
    return known;
  };

  return (operation, reply) => {
    const documented = operation.responses.get(reply.status);
    const general = [...crash(operation, reply), ...headers(operation, reply), ...(LEAK.test(reply.text) || reply.text.includes(SECRET) ? [`leaks: ${reply.text.slice(0, 300)}`] : [])];
    if (documented === undefined) return [...general, `status ${reply.status} is not documented: ${reply.text.slice(0, 300)}`];
    return [...general, ...body(documented, reply, validatorOf)];
  };
}

function crash({ id, planned }: Operation, { status, text }: Reply): string[] {
  if (status < 500 || (status === 501 && planned) || (id === 'get_readiness' && status === 503)) return [];
  if (status === 501 && id === 'call_tool') return [];
  return [`answers ${status}: ${text.slice(0, 500)}`];
}

function body({ pointer, content }: Documented, { status, headers: { 'content-type': given = '' }, text }: Reply, validatorOf: (pointer: string) => ValidateFunction): string[] {
  const [type = ''] = given.split(';');
  const types = Object.keys(content);
  if (types.length === 0) return text === '' ? [] : [`status ${status} has a body`];
  if (text === '' && given === '' && types.includes('text/plain')) return []; // no text needs no type
  if (!types.includes(type)) return [`content type ${type} of status ${status} is not documented`];
  if (!type.endsWith('json')) return [];
  const value = parsed(text);
  if (value === undefined) return [`the body of status ${status} is not a JSON object: ${text.slice(0, 300)}`];
  const validate = validatorOf(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`);
  return [...(validate(value) ? [] : [`the body of status ${status} does not fit its schema: ${JSON.stringify(validate.errors?.slice(0, 2))} in ${text.slice(0, 300)}`]), ...(type === 'application/problem+json' ? problem(value, status, Object.keys(content[type]?.examples ?? {})) : [])];
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function problem({ status, code, fix }: Record<string, unknown>, sent: number, documented: readonly string[]): string[] {
  return [
    ...(status === sent ? [] : [`the problem says ${String(status)} and the status is ${sent}`]),
    ...(documented.includes(String(code)) ? [] : [`code ${String(code)} is not documented for status ${sent}`]),
    ...(typeof fix === 'string' && fix !== '' ? [] : ['the problem has no fix']),
  ];
}

/** Headers that must come with a status; a refusal on the bare socket has only those of its own. */
function headers(operation: Operation, { status, headers: given, text }: Reply): string[] {
  const needed: string[] = ['x-request-id', ...(status === 431 || status === 408 ? [] : ['x-content-type-options'])];
  if (status === 401) needed.push('www-authenticate');
  if (status === 429 || (status === 503 && operation.id !== 'get_readiness')) needed.push('retry-after');
  if (status === 201) needed.push('location', 'etag');
  if (status === 304) needed.push('etag');
  const missing = needed.filter((name) => given[name] === undefined).map((name) => `status ${status} has no ${name}`);
  const version = status === 200 && operation.method === 'GET' && operation.path.endsWith('{id}') ? `"${String(parsed(text)?.['version'])}"` : given.etag;
  return version === given.etag ? missing : [...missing, `the ETag ${String(given.etag)} is not the version ${String(version)}`];
}
