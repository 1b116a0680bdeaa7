/**
 * Bundles the operator into dist/, or the folder that is named: one file that Node runs.
 * `node build.ts [folder]`
 */
import { resolve } from 'node:path';
import { bundle } from './bundle.ts';

const { program, bytes } = await bundle(resolve(process.argv[2] ?? `${import.meta.dirname}/dist`));
console.log(`${program}, ${Math.round(bytes / 1024)} kB`);
