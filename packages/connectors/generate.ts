/** The list of connectors, from the folders that are there. */
import { connectorFolders } from './src/testing/folders.ts';

const camel = (folder: string): string => folder.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export const generators = [{ file: 'packages/connectors/src/generated/connectors.ts', render: (): string => render(connectorFolders()) }];

function render(folders: readonly string[]): string {
  const imports = folders.map((folder) => `import { plugin as ${camel(folder)} } from '../${folder}/plugin.ts';\n`).join('');
  return `// Written by \`npm run catalog\`: the folders of this room.\nimport type { Plugin } from '@patchbay/sdk';\n${imports}\nexport const connectors: readonly Plugin[] = [${folders.map(camel).join(', ')}];\n`;
}
