/** The OpenAPI document as the fuzzer needs it: operations with their parameters, body, and what they may answer. */

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly required: boolean; readonly schema: Schema; readonly explode?: boolean }
export interface Documented { readonly pointer: string; readonly content: Readonly<Record<string, { readonly examples?: Readonly<Record<string, unknown>> }>>; readonly headers: readonly string[] }

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly planned: boolean;
  readonly destructive: boolean;
  readonly open: boolean;
  readonly stream: boolean;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly required: boolean; readonly types: readonly string[]; readonly schema: Schema; readonly example: unknown };
  readonly responses: ReadonlyMap<number, Documented>;
}

type Raw = Readonly<Record<string, any>>; // oxlint-disable-line no-explicit-any -- a document of strangers, read by name

export function operationsOf(document: Raw): Operation[] {
  const at = (pointer: string): Raw => pointer.slice(2).split('/').reduce((part: Raw, name) => part[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  const resolve = (value: Raw, pointer: string): { value: Raw; pointer: string } => ('$ref' in value ? resolve(at(value['$ref']), value['$ref']) : { value, pointer });
  return Object.entries(document['paths'] as Raw).flatMap(([path, item]) => Object.entries(item as Raw).map(([method, operation]): Operation => {
    const parameters = (operation.parameters ?? []).map((each: Raw) => resolve(each, '').value);
    const responses = Object.entries(operation.responses as Raw).map(([status, given]) => {
      const { value, pointer } = resolve(given, `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${status}`);
      return [Number(status), { pointer, content: value['content'] ?? {}, headers: Object.keys(value['headers'] ?? {}) }] as const;
    });
    const content = operation.requestBody?.content as Raw | undefined;
    return {
      id: operation.operationId, method: method.toUpperCase(), path, planned: operation['x-state'] === 'planned', destructive: operation['x-safety'] === 'destructive',
      open: operation.security?.length === 0, stream: operation['x-stream'] === true, parameters,
      ...(content === undefined ? {} : { body: { required: operation.requestBody.required === true, types: Object.keys(content), schema: expand(Object.values(content)[0].schema, at), example: Object.values(content)[0].example } }),
      responses: new Map(responses),
    };
  }));
}

/** Request bodies refer to components; none of those refers on. */
const expand = (schema: Raw, at: (pointer: string) => Raw): Schema => ('$ref' in schema ? at(schema['$ref']) : schema);
