/** A template as Bicep, for people who keep it in their own. It reads the script from the file beside it. */
import { API_VERSION, type Expression, outputs, type Parameter, type Property, RESOURCE_TYPE, script, type Template } from './template.ts';
import { definitionOf } from './json-text.ts';

export function bicepText({ description, parameters, environment }: Template, scriptFile: string): string {
  return `// Written from the catalog of the hub: npm run catalog.
metadata description = ${quoted(description)}

${parameters.flatMap((each) => (each.properties === undefined ? [] : [typeText(definitionOf(each.name), each.properties)])).join('')}${parameters.map(parameterText).join('\n')}
resource script '${RESOURCE_TYPE}@${API_VERSION}' = {
  name: ${said(script.name)}
  location: ${said(script.location)}
  kind: ${quoted(script.kind)}
  properties: {
${Object.entries(script.properties).map(([name, each]) => `    ${name}: ${said(each)}\n`).join('')}    environmentVariables: [
${environment.map(({ name, value, secure }) => `      { name: ${quoted(name)}, ${secure === true ? 'secureValue' : 'value'}: ${said(value)} }\n`).join('')}    ]
    scriptContent: loadTextContent(${quoted(scriptFile)})
  }
}

${outputs.map(({ name, type }) => `output ${name} ${type} = script.properties.outputs.${name}\n`).join('')}`;
}

const typeText = (name: string, properties: readonly Property[]): string =>
  `@sealed()\ntype ${name} = {\n${properties.map((each) => `  @description(${quoted(each.description)})\n  ${each.name}: ${each.oneOf === undefined ? each.type : `(${each.oneOf.map(quoted).join(' | ')})`}${each.required ? '' : '?'}\n`).join('')}}\n\n`;

const parameterText = ({ name, type, secure, description, default: preset, properties, oneOf }: Parameter): string => [
  `@description(${quoted(description)})\n`,
  ...(secure === true ? ['@secure()\n'] : []),
  ...(oneOf === undefined ? [] : [`@allowed([${oneOf.map(quoted).join(', ')}])\n`]),
  `param ${name} ${properties === undefined ? type : definitionOf(name)}${preset === undefined ? '' : ` = ${said(preset)}`}\n`,
].join('');

function said(expression: Expression): string {
  if ('parameter' in expression) return expression.parameter;
  if ('call' in expression) return `${expression.call}(${expression.of.map(said).join(', ')})`;
  if ('property' in expression) return `${said(expression.from)}.${expression.property}`;
  if ('object' in expression) return `{${Object.entries(expression.object).map(([name, each], i) => `${i === 0 ? ' ' : ', '}${name}: ${said(each)}`).join('')}${Object.keys(expression.object).length === 0 ? '' : ' '}}`;
  if ('list' in expression) return `[${expression.list.map(said).join(', ')}]`;
  const { literal } = expression;
  return typeof literal === 'string' ? quoted(literal) : typeof literal === 'object' ? (Array.isArray(literal) ? '[]' : '{}') : String(literal);
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('${', '\\${').replaceAll('\n', '\\n')}'`;
