/** The Node SDK, by path. */
import type { Types } from '../rpc/context.ts';
import { className, PACKAGE } from '../schema/names.ts';
import { DOWNLOADS } from '../schema/package-schema.ts';
import { HEADER, providerDeclaration, resourceDeclaration } from './declarations.ts';
import { programText } from './program.ts';

/** The newest that is tried; anything of the same major version will do. */
const PULUMI = '^3.248.0';

export function sdkFiles({ resources }: Types, version: string): Readonly<Record<string, string>> {
  const types = [...resources.values()];
  const file = (name: string): string => name.replaceAll('_', '-');
  return {
    'package.json': `${JSON.stringify(manifest(version), undefined, 2)}\n`,
    'index.js': programText(types, version),
    'index.d.ts': `${HEADER}export * from "./provider";\n${types.map(({ hub }) => `export * from "./resources/${file(hub.name)}";\n`).join('')}`,
    'provider.d.ts': providerDeclaration(),
    ...Object.fromEntries(types.map((type) => [`resources/${file(type.hub.name)}.d.ts`, resourceDeclaration(type)])),
    'README.md': readme(types.map(({ hub }) => `- \`${className(hub.name)}\`: ${hub.description}`)),
  };
}

const manifest = (version: string): object => ({
  name: '@patchbay/pulumi', version, license: 'Apache-2.0', description: 'Everything on a Patchbay hub that can be declared, in Pulumi programs.', keywords: ['pulumi', PACKAGE],
  type: 'commonjs', main: 'index.js', types: 'index.d.ts', files: ['index.js', '*.d.ts', 'resources'], peerDependencies: { '@pulumi/pulumi': PULUMI },
  pulumi: { resource: true, name: PACKAGE, version, server: DOWNLOADS },
});

const readme = (resources: readonly string[]): string => `# Patchbay in Pulumi programs

\`\`\`ts
import * as patchbay from "@patchbay/pulumi";

const shop = new patchbay.Project("shop", { slug: "shop", name: "Web shop" });
\`\`\`

Which hub: \`pulumi config set patchbay:url https://hub.example.com\` and \`pulumi config set --secret patchbay:key\`, or \`PATCHBAY_URL\` and \`PATCHBAY_KEY\`.

${resources.join('\n')}
`;
