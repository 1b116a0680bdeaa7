/** What of ARM templates ours may use, and nothing else: a property with a wrong name is refused by Azure after minutes. */
const text = { type: 'string', minLength: 1 } as const;
const type = { enum: ['string', 'int', 'bool', 'array', 'object', 'securestring', 'secureObject'] } as const;
const metadata = { type: 'object', properties: { description: text }, required: ['description'], additionalProperties: false } as const;
const expression = { type: 'string', pattern: '^\\[[^\\[].*\\]$' } as const;
const exact = (properties: Readonly<Record<string, object>>, required: readonly string[] = Object.keys(properties)): object => ({ type: 'object', properties, required, additionalProperties: false });

const property = exact({ type, nullable: { const: true }, allowedValues: { type: 'array', minItems: 1 }, metadata }, ['type', 'metadata']);
const parameter = {
  oneOf: [
    exact({ type, allowedValues: { type: 'array', minItems: 1 }, defaultValue: {}, metadata }, ['type', 'metadata']),
    exact({ $ref: { type: 'string', pattern: '^#/definitions/\\w+$' }, metadata }),
  ],
};

/** Values that Azure takes literally are literal here, too. https://learn.microsoft.com/azure/templates/microsoft.resources/2023-08-01/deploymentscripts */
const deploymentScript = exact({
  type: { const: 'Microsoft.Resources/deploymentScripts' }, apiVersion: { const: '2023-08-01' }, name: expression, location: expression, kind: { const: 'AzureCLI' },
  properties: exact({
    azCliVersion: expression, timeout: expression, forceUpdateTag: expression, retentionInterval: { type: 'string', pattern: '^PT([1-9]|1\\d|2[0-6])H$' }, cleanupPreference: { enum: ['Always', 'OnSuccess', 'OnExpiration'] },
    environmentVariables: { type: 'array', minItems: 1, items: { oneOf: [exact({ name: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' }, value: text }), exact({ name: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' }, secureValue: text })] } },
    scriptContent: { type: 'string', minLength: 1, maxLength: 32_000, pattern: '^#!/bin/bash\\n' },
  }),
});

export const templateSchema = exact({
  $schema: { const: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#' }, languageVersion: { const: '2.0' }, contentVersion: { const: '1.0.0.0' }, metadata,
  definitions: { type: 'object', propertyNames: { pattern: '^\\w+$' }, additionalProperties: exact({ type: { const: 'object' }, properties: { type: 'object', propertyNames: { pattern: '^\\w+$' }, additionalProperties: property }, additionalProperties: { const: false } }) },
  parameters: { type: 'object', maxProperties: 256, propertyNames: { pattern: '^[a-z]\\w*$' }, additionalProperties: parameter },
  resources: exact({ script: deploymentScript }),
  outputs: { type: 'object', maxProperties: 64, additionalProperties: exact({ type, value: expression }) },
}, ['$schema', 'languageVersion', 'contentVersion', 'metadata', 'parameters', 'resources', 'outputs']);
