/**
 * Bundles the provider into dist/, or the folder that is named: one script that terraform starts, and a filesystem mirror for `terraform init`.
 * `node build.ts [folder]`
 */
import { resolve } from 'node:path';
import { bundle } from './bundle.ts';

const folder = resolve(process.argv[2] ?? `${import.meta.dirname}/dist`);
const { program, bytes, mirror } = await bundle(folder);
console.log(`${program}, ${Math.round(bytes / 1024)} kB; mirror in ${mirror}`);
