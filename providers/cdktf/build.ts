/**
 * Writes the package for cdktn into dist/, or the folder that is named.
 * `node build.ts [folder]`
 */
import { resolve } from 'node:path';
import { buildPackage } from './src/index.ts';

const folder = resolve(process.argv[2] ?? `${import.meta.dirname}/dist`);
await buildPackage(folder);
console.log(`the package for cdktn is in ${folder}`);
