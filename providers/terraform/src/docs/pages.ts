/** All pages, by path under docs/. */
import { spelledKey } from '@patchbay/reconcile';
import type { Types } from '../rpc/context.ts';
import { functions } from '../functions/functions.ts';
import { providerAttributes } from '../hub/provider-config.ts';
import { ephemerals } from '../rpc/ephemeral.ts';
import { listAttributes } from '../rpc/list.ts';
import { PROVIDER_DESCRIPTION } from '../rpc/provider.ts';
import { attributeName } from '../schema/attribute.ts';
import type { ActionType } from '../schema/action-type.ts';
import type { DataSource } from '../schema/data-source.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { exampleOf, hcl, pageOf } from './page.ts';

const short = (typeName: string): string => typeName.replace(/^patchbay_/, '');

export function pagesOf({ resources, dataSources, actions }: Types): Record<string, string> {
  return {
    'index.md': index(),
    ...Object.fromEntries([...resources.values()].map((type) => [`resources/${short(type.typeName)}.md`, resourcePage(type)])),
    ...Object.fromEntries([...dataSources.values()].map((source) => [`data-sources/${short(source.typeName)}.md`, dataSourcePage(source)])),
    ...Object.fromEntries([...resources.values()].map((type) => [`list-resources/${short(type.typeName)}.md`, listPage(type)])),
    ...Object.fromEntries([...actions.values()].map((type) => [`actions/${short(type.typeName)}.md`, actionPage(type)])),
    ...Object.fromEntries(Object.keys(functions).map((name) => [`functions/${name}.md`, functionPage(name)])),
    ...Object.fromEntries(Object.entries(ephemerals).map(([typeName, { description, example, attributes }]) => [`ephemeral-resources/${short(typeName)}.md`, pageOf({ title: `${typeName} (ephemeral)`, description, example, attributes })])),
  };
}

const index = (): string => pageOf({
  title: 'Patchbay Provider', description: PROVIDER_DESCRIPTION,
  example: 'terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\n\n# PATCHBAY_URL and PATCHBAY_KEY say which hub, and as whom.\nprovider "patchbay" {}', attributes: providerAttributes,
  more: 'A hub serves this provider itself: with `source = "hub.example.com/patchbay/patchbay"` terraform init takes it from there.',
});

function resourcePage(type: ResourceType): string {
  const { model, typeName } = type;
  const notes = [
    ...(model.state === 'planned' ? ['-> A hub of this version does not run it yet, and says so while planning.\n'] : []),
    ...(model.deletion === 'destructive' ? ['-> To destroy it, somebody else must approve. See `approval_wait` of the provider.\n'] : []),
    ...(model.once.some((field) => !model.fields.some(({ name }) => name === field)) ? [`-> The hub shows its ${model.once.join(' and ')} once, and it is kept in no state. For one run use ephemeral \`${typeName}\`.\n`] : []),
  ];
  const more = `${notes.join('\n')}\n## Import\n\nBy id, or by ${model.key.map((field) => `\`${attributeName(field)}\``).join(' and ')}:\n\n\`\`\`sh\nterraform import ${typeName}.example '${spelledKey(model)}'\n\`\`\``;
  return pageOf({ title: typeName, description: model.description, example: exampleOf(type, `resource "${typeName}" "example"`), attributes: type.attributes, more: more.trim() });
}

function dataSourcePage({ typeName, description, attributes, many, of: { model } }: DataSource): string {
  const asked = many ? '' : model.key.map((field) => `\n  ${attributeName(field)} = ${hcl(model.example[field] ?? '…', '  ')}`).join('');
  return pageOf({ title: `${typeName} (data source)`, description, example: `data "${typeName}" "example" {${asked === '' ? '' : `${asked}\n`}}`, attributes });
}

const listPage = (type: ResourceType): string => pageOf({
  title: `${type.typeName} (list resource)`, description: `What of this kind is on the hub, for \`terraform query\` of terraform 1.14 and newer. ${type.model.description}`,
  example: `list "${type.typeName}" "all" {\n  provider = patchbay\n}`, attributes: listAttributes(type),
});

function actionPage({ typeName, description, attributes }: ActionType): string {
  const lines = attributes.filter(({ presence }) => presence === 'required').map(({ name, type }) => `    ${name} = ${type === 'string' ? '"…"' : '…'}\n`).join('');
  return pageOf({ title: `${typeName} (action)`, description: `${description} For terraform 1.14 and newer.`, example: `action "${typeName}" "example" {\n  config {\n${lines}  }\n}`, attributes });
}

function functionPage(name: string): string {
  const { summary, description, parameters } = functions[name]!;
  const lines = parameters.map((each) => `- \`${each.name}\` ${each.description}`).join('\n');
  return pageOf({ title: `${name} (function)`, description: `${summary}. ${description}`, example: `provider::patchbay::${name}(${parameters.map((each) => each.name).join(', ')})`, attributes: [], more: `## Arguments\n\n${lines}` });
}
