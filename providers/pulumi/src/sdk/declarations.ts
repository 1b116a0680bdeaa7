/** The types of the Node SDK: one file for each resource with its lookups. */
import type { Field } from '@patchbay/reconcile';
import { settings } from '../hub/provider-config.ts';
import { described } from '../schema/described.ts';
import { lookupsOf } from '../schema/lookups.ts';
import { className } from '../schema/names.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { exampleText } from './example-text.ts';
import { docText, membersText, typeText } from './type-text.ts';

export const HEADER = '// Written from the catalog of the hub by providers/pulumi/build.ts.\n';
const IMPORT = 'import * as pulumi from "@pulumi/pulumi";\n';

export function resourceDeclaration(type: ResourceType): string {
  const { model, hub, visible, computed, once } = type;
  const name = className(hub.name);
  const outputs = [...visible, ...computed];
  return `${HEADER}${IMPORT}
/**
 * ${model.description.replaceAll(/\s*\n\s*/g, ' ')}
 *
 * @example
 * \`\`\`ts
${exampleText(type).replaceAll(/^/gm, ' * ').replaceAll('*/', '* /')}
 * \`\`\`
 */
export declare class ${name} extends pulumi.CustomResource {
    /** One that exists, by its id or by its natural key (\`${model.key.map((field) => `<${field}>`).join('/')}\`); it is not managed. */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: Partial<${name}Args>, options?: pulumi.CustomResourceOptions): ${name};
    static isInstance(value: any): value is ${name};
    constructor(name: string, args: ${name}Args, options?: pulumi.CustomResourceOptions);
${outputs.map((field) => outputText(field, type)).join('')}${once.map((field) => `${docText('What the hub showed once, when it made it up. Secret.', '    ')}    readonly ${field}: pulumi.Output<string | undefined>;\n`).join('')}}

export interface ${name}Args {
${membersText(model.fields, 'input', '    ')}}

/** ${model.title} as the hub shows it. */
export interface ${name}View {
    /** Its id. */
    id: string;
${membersText(outputs.map((field) => ({ ...field, required: type.always.has(field.name) })), 'output', '    ')}}
${lookupsOf(type).map(({ name: lookup, many, inputs }) => `
export interface ${className(lookup)}Args {
${many ? '' : '    /** Its id, or its natural key as one text. */\n    id?: pulumi.Input<string>;\n'}${membersText(inputs, 'input', '    ')}}
${docText(many ? 'All of a kind, or those that are as asked for.' : 'One by its id, or by its natural key.', '')}export declare function ${lookup}(args${many ? '?' : ''}: pulumi.Unwrap<${className(lookup)}Args>, options?: pulumi.InvokeOptions): Promise<${many ? manyText(name) : `${name}View`}>;
${docText('The same, of values that may not be known yet.', '')}export declare function ${lookup}Output(args${many ? '?' : ''}: ${className(lookup)}Args, options?: pulumi.InvokeOutputOptions): pulumi.Output<${many ? manyText(name) : `${name}View`}>;
`).join('')}`;
}

const manyText = (name: string): string => `{ ids: string[]; items: ${name}View[] }`;

const outputText = (field: Field, { always }: ResourceType): string =>
  `${docText(described(field), '    ')}    readonly ${field.name}: pulumi.Output<${typeText(field.shape, 'output', '    ')}${always.has(field.name) ? '' : ' | undefined'}>;\n`;

export const providerDeclaration = (): string => `${HEADER}${IMPORT}
/** The hub that resources are declared on, for who has more than one. Otherwise it is configured: \`pulumi config set patchbay:url\`. */
export declare class Provider extends pulumi.ProviderResource {
    static isInstance(value: any): value is Provider;
    constructor(name: string, args?: ProviderArgs, options?: pulumi.ResourceOptions);
}

export interface ProviderArgs {
${settings.map(({ name, type, description }) => `${docText(description, '    ')}    ${name}?: pulumi.Input<${type}>;\n`).join('')}}
`;
