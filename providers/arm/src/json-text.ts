/** A template as ARM reads it: JSON with expressions in brackets. https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax */
import { API_VERSION, type Expression, outputs, type Parameter, type Property, RESOURCE_TYPE, script, type Template } from './template.ts';

export function jsonText({ description, parameters, environment }: Template, scriptContent: string): string {
  const typed = parameters.filter(({ properties }) => properties !== undefined);
  return `${JSON.stringify({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#', languageVersion: '2.0', contentVersion: '1.0.0.0', metadata: { description },
    ...(typed.length === 0 ? {} : { definitions: Object.fromEntries(typed.map(({ name, properties = [] }) => [definitionOf(name), { type: 'object', properties: Object.fromEntries(properties.map((each) => [each.name, propertyOf(each)])), additionalProperties: false }])) }),
    parameters: Object.fromEntries(parameters.map((each) => [each.name, parameterOf(each)])),
    resources: {
      script: {
        type: RESOURCE_TYPE, apiVersion: API_VERSION, name: value(script.name), location: value(script.location), kind: script.kind,
        properties: { ...Object.fromEntries(Object.entries(script.properties).map(([name, each]) => [name, value(each)])), environmentVariables: environment.map(({ name, value: each, secure }) => ({ name, [secure === true ? 'secureValue' : 'value']: value(each) })), scriptContent },
      },
    },
    outputs: Object.fromEntries(outputs.map(({ name, type }) => [name, { type, value: `[reference('script').outputs.${name}]` }])),
  }, undefined, 2)}\n`;
}

export const definitionOf = (parameter: string): string => `${parameter.slice(0, 1).toUpperCase()}${parameter.slice(1)}`;

const propertyOf = ({ type, description, required, oneOf }: Property): object => ({ type, ...(required ? {} : { nullable: true }), ...(oneOf === undefined ? {} : { allowedValues: oneOf }), metadata: { description } });

function parameterOf({ name, type, secure, description, default: preset, properties, oneOf }: Parameter): object {
  const shape = properties === undefined ? { type: secure === true ? (type === 'object' ? 'secureObject' : 'securestring') : type } : { $ref: `#/definitions/${definitionOf(name)}` };
  return { ...shape, ...(oneOf === undefined ? {} : { allowedValues: oneOf }), ...(preset === undefined ? {} : { defaultValue: value(preset) }), metadata: { description } };
}

/** A literal stands for itself, all else in brackets. */
function value(expression: Expression): unknown {
  if ('literal' in expression) return typeof expression.literal === 'string' && expression.literal.startsWith('[') ? `[${expression.literal}` : expression.literal;
  return `[${inner(expression)}]`;
}

function inner(expression: Expression): string {
  if ('parameter' in expression) return `parameters('${expression.parameter}')`;
  if ('call' in expression) return `${expression.call}(${expression.of.map(inner).join(', ')})`;
  if ('property' in expression) return `${inner(expression.from)}.${expression.property}`;
  if ('object' in expression) return `createObject(${Object.entries(expression.object).map(([name, each]) => `'${name}', ${inner(each)}`).join(', ')})`;
  if ('list' in expression) return `createArray(${expression.list.map(inner).join(', ')})`;
  const { literal } = expression;
  return typeof literal === 'string' ? `'${literal.replaceAll("'", "''")}'` : typeof literal === 'object' ? (Array.isArray(literal) ? 'createArray()' : 'createObject()') : typeof literal === 'boolean' ? `${literal}()` : String(literal);
}
