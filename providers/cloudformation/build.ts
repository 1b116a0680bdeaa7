/** Bundles the function into dist/, or the folder that is named. `node build.ts [folder]` */
import { resolve } from 'node:path';
import { bundle } from './bundle.ts';

const { file, bytes } = await bundle(resolve(process.argv[2] ?? `${import.meta.dirname}/dist`));
console.log(`${file}, ${Math.round(bytes / 1024)} kB`);
