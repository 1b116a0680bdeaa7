/** A template before it is JSON or Bicep: what both say, said once. */
export type ParameterType = 'string' | 'int' | 'bool' | 'array' | 'object';

export interface Property {
  readonly name: string;
  readonly type: ParameterType;
  readonly description: string;
  readonly required: boolean;
  readonly oneOf?: readonly string[];
}

export interface Parameter extends Omit<Property, 'required'> {
  /** In no log and no history of Azure. */
  readonly secure?: boolean;
  /** Without one it has to be given. */
  readonly default?: Expression;
  /** An object with these properties and no others. */
  readonly properties?: readonly Property[];
}

/** What both languages can say. */
export type Expression =
  | { readonly literal: string | number | boolean | readonly [] | Readonly<Record<string, never>> }
  | { readonly parameter: string }
  | { readonly call: string; readonly of: readonly Expression[] }
  /** A property of an object that a function answers: resourceGroup().location. */
  | { readonly property: string; readonly from: Expression }
  | { readonly object: Readonly<Record<string, Expression>> }
  | { readonly list: readonly Expression[] };

export interface Variable { readonly name: string; readonly value: Expression; readonly secure?: boolean }

export interface Template {
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly environment: readonly Variable[];
}

export const RESOURCE_TYPE = 'Microsoft.Resources/deploymentScripts';
export const API_VERSION = '2023-08-01';

/** Besides the environment: what each deployment script has. `scriptContent` is the script itself. */
export const script: { readonly name: Expression; readonly location: Expression; readonly kind: string; readonly properties: Readonly<Record<string, Expression>> } = {
  name: { parameter: 'scriptName' }, location: { parameter: 'location' }, kind: 'AzureCLI',
  properties: {
    azCliVersion: { parameter: 'azCliVersion' }, timeout: { parameter: 'scriptTimeout' }, retentionInterval: { literal: 'PT1H' }, cleanupPreference: { literal: 'OnSuccess' }, forceUpdateTag: { parameter: 'forceUpdateTag' },
  },
};

export const outputs: readonly { readonly name: string; readonly type: ParameterType }[] = [{ name: 'ids', type: 'object' }, { name: 'changed', type: 'int' }, { name: 'changes', type: 'array' }];
