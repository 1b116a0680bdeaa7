import type { Declaration, Fields } from '../apply/documents.ts';
import { loadCatalog, resourceOf } from '../catalog.ts';
import { defineCommand } from '../command.ts';
import { connect } from '../connect.ts';
import { exitCodes } from '../exit-code.ts';
import { exportAll, unseen } from '../export/export-all.ts';
import type { Io } from '../io.ts';
import { printData } from '../output/print.ts';

export const exportDeclarations = defineCommand({
  name: 'export',
  summary: 'write what is declared at the hub as a file that apply takes',
  args: [],
  flags: { only: { type: 'string', value: 'RESOURCE', multiple: true, summary: 'this kind alone; may be given several times' } },
  examples: ['patchbay export > hub.yaml', 'patchbay export --only project --only endpoint'],
  notes: 'Ids become natural keys, and what has its default is left out. Secrets are not in it: a required one is written as ${env:NAME}, others are named in a comment. Applied to an empty hub it makes the same; applied where it came from it changes nothing.',
  async run(_, flags, io) {
    const catalog = await loadCatalog();
    const wanted = flags.only?.map((word) => resourceOf(word, catalog)) ?? catalog.resources;
    const declarable = wanted.filter(({ kind, state }) => kind === 'resource' && state === 'live');
    const { declarations, leftOut } = await exportAll(declarable, { hub: await connect(flags, io), catalog, signal: io.signal });
    await (flags.output === 'json' ? printData(declarations.map(written), 'json', io) : printDocuments(declarations, io));
    if (leftOut.length === 0) return exitCodes.done.code;
    io.err(`Left out, because this key may not read them: ${leftOut.map(({ plural }) => plural).join(', ')}.\n`);
    return exitCodes.refused.code;
  },
});

/** Of what has a kind itself, `resource` says what it is. */
const written = ({ resource: { name }, fields }: Declaration): Fields => ('kind' in fields ? { resource: name, ...fields } : { kind: name, ...fields });

async function printDocuments(declarations: readonly Declaration[], io: Io): Promise<void> {
  const { Document } = await import('yaml');
  for (const declaration of declarations) {
    const document = new Document(written(declaration), { aliasDuplicateObjects: false });
    const secrets = unseen(declaration);
    if (secrets.length > 0) document.commentBefore = ` What the hub does not show: ${secrets.join(', ')}`;
    io.out(`---\n${document.toString({ lineWidth: 0 })}`);
    await io.taken();
  }
}
