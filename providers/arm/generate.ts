/** The templates, from the catalog and from the program that they run. `npm run catalog` writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogDocument } from '@patchbay/contracts';
import { templateFiles } from './src/index.ts';

const program = readFileSync(join(import.meta.dirname, 'src/declare.py'), 'utf8');

export const generators = Object.entries(templateFiles(program, catalogDocument().resources)).map(([name, text]) => ({ file: `providers/arm/templates/${name}`, render: (): string => text }));
