/** Reads of a Bicep file what a template of ours says: enough to hold it beside the JSON. */
export interface Bicep {
  readonly parameters: Readonly<Record<string, { readonly type: string; readonly secure: boolean; readonly description: string; readonly given: boolean; readonly allowed: readonly string[] }>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, { readonly type: string; readonly nullable: boolean; readonly description: string; readonly allowed: readonly string[] }>>>>;
  readonly resource: string;
  readonly environment: Readonly<Record<string, 'value' | 'secureValue'>>;
  readonly properties: readonly string[];
  readonly script: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export function readBicep(text: string): Bicep {
  const types = Object.fromEntries([...text.matchAll(/^@sealed\(\)\ntype (\w+) = \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [name, Object.fromEntries([...body.matchAll(/^ {2}@description\('((?:[^'\\]|\\.)*)'\)\n {2}(\w+): (?:(\w+)|\(([^)]*)\))(\?)?$/gm)].map(([, description = '', field = '', type, oneOf, nullable]) => [field, { type: type ?? 'string', nullable: nullable === '?', description: plain(description), allowed: choices(oneOf) }]))]));
  const parameters = Object.fromEntries([...text.matchAll(/^@description\('((?:[^'\\]|\\.)*)'\)\n((?:@[^\n]*\n)*)param (\w+) (\w+)( = .*)?$/gm)].map(([, description = '', decorators = '', name = '', type = '', preset]) => [name, { type, secure: decorators.includes('@secure()'), description: plain(description), given: preset !== undefined, allowed: choices(/@allowed\(\[([^\]]*)\]\)/.exec(decorators)?.[1]) }]));
  return {
    types, parameters, resource: /^resource script '([^']+)' = \{/m.exec(text)?.[1] ?? '',
    environment: Object.fromEntries([...text.matchAll(/^ {6}\{ name: '(\w+)', (value|secureValue): .+ \}$/gm)].map(([, name = '', kind]) => [name, kind as 'value' | 'secureValue'])), // the pattern says so
    properties: [...text.matchAll(/^ {4}(\w+): /gm)].map(([, name = '']) => name),
    script: /loadTextContent\('([^']+)'\)/.exec(text)?.[1] ?? '',
    outputs: Object.fromEntries([...text.matchAll(/^output (\w+) (\w+) = script\.properties\.outputs\.\1$/gm)].map(([, name = '', type = '']) => [name, type])),
  };
}

const plain = (text: string): string => text.replaceAll('\\n', '\n').replaceAll("\\'", "'").replaceAll('\\${', '${').replaceAll('\\\\', '\\');
const choices = (text: string | undefined): string[] => [...(text ?? '').matchAll(/'([^']*)'/g)].map(([, each = '']) => each);
