/** All that files declare, in the order in which it can be made. */
import { dirname } from 'node:path';
import type { CatalogDocument } from '@patchbay/contracts';
import type { Io } from '../io.ts';
import { readText } from '../take-text.ts';
import { type Declaration, readDocuments } from './documents.ts';
import { inOrder } from './order.ts';
import { withSecrets } from './secret-value.ts';

/** `secrets: false` leaves them as they are written: to delete something nobody needs its secret. */
export async function declarationsIn(files: readonly string[], catalog: CatalogDocument, io: Io, { secrets = true } = {}): Promise<Declaration[]> {
  const read = files.map(async (file) => {
    const declarations = await readDocuments(file === '-' ? await io.readStdin() : await readText(file), file === '-' ? 'stdin' : file, catalog);
    if (!secrets) return declarations;
    return Promise.all(declarations.map((each) => withSecrets(each, { env: io.env, folder: file === '-' ? '.' : dirname(file) })));
  });
  return inOrder((await Promise.all(read)).flat());
}
