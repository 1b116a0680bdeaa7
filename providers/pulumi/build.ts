/**
 * Builds into dist/, or the folder that is named: the plugin as one script that Pulumi starts, the package schema, and the Node SDK.
 * `node build.ts [folder]`
 */
import { resolve } from 'node:path';
import { bundle } from './bundle.ts';

const folder = resolve(process.argv[2] ?? `${import.meta.dirname}/dist`);
const { program, bytes, sdk, schema } = await bundle(folder);
console.log(`${program}, ${Math.round(bytes / 1024)} kB; schema in ${schema}; Node SDK in ${sdk}`);
