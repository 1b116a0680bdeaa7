/** The extension for Azure DevOps as a .vsix: an OPC package with the tasks, its manifest for the marketplace and its manifest for the organisation. */
import type { Entry } from './zip.ts';

interface Extension {
  readonly manifestVersion: number;
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly public?: boolean;
  readonly description: string;
  readonly targets: readonly { readonly id: string }[];
  readonly categories: readonly string[];
  readonly content: { readonly details: { readonly path: string } };
  readonly contributions: readonly object[];
}

const types: Readonly<Record<string, string>> = { js: 'application/javascript', json: 'application/json', md: 'text/markdown', png: 'image/png', vsixmanifest: 'text/xml', vsomanifest: 'application/json' };
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `files`: what the manifest asks for, with paths as they stand in it. */
export function vsixOf(manifest: string, files: readonly Entry[]): readonly Entry[] {
  const extension = JSON.parse(manifest) as Extension; // written from the table of inputs
  const all = [...files, { path: 'extension.vsomanifest', bytes: Buffer.from(organisationManifest(extension)) }, { path: 'extension.vsixmanifest', bytes: Buffer.from(packageManifest(extension)) }];
  return [...all, { path: '[Content_Types].xml', bytes: Buffer.from(contentTypes(all)) }];
}

const organisationManifest = ({ manifestVersion, contributions }: Extension): string => `${JSON.stringify({ manifestVersion, contributions, scopes: [], contributionTypes: [] }, null, 2)}\n`;

const packageManifest = ({ id, publisher, version, name, description, categories, targets, content, public: listed }: Extension): string => `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escape(id)}" Publisher="${escape(publisher)}" Version="${escape(version)}"/>
    <DisplayName>${escape(name)}</DisplayName>
    <Description xml:space="preserve">${escape(description)}</Description>
    <Categories>${escape(categories.join(','))}</Categories>${listed === true ? '\n    <GalleryFlags>Public</GalleryFlags>' : ''}
  </Metadata>
  <Installation>
${targets.map((target) => `    <InstallationTarget Id="${escape(target.id)}"/>`).join('\n')}
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Services.Manifest" d:Source="File" Path="extension.vsomanifest" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" d:Source="File" Path="${escape(content.details.path)}" Addressable="true"/>
  </Assets>
</PackageManifest>
`;

/** Each part has a type by its ending: OPC refuses what it has no type for. */
function contentTypes(files: readonly Entry[]): string {
  const endings = [...new Set(files.map(({ path }) => path.split('.').at(-1) ?? ''))].sort();
  const unknown = endings.find((ending) => types[ending] === undefined);
  if (unknown !== undefined) throw new Error(`Say in vsix.ts which type .${unknown} has`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\n${endings.map((ending) => `  <Default Extension=".${ending}" ContentType="${types[ending]}"/>`).join('\n')}\n</Types>\n`;
}
