/** Parts of a URL's path out of what a caller says. */
import { PluginError } from '@patchbay/sdk';

/** One part. Points alone would climb out of the path, however they are encoded. */
export function segment(part: string): string {
  if (part === '.' || part === '..') throw new PluginError('invalid', `Expected a name, got ${part}`);
  return encodeURIComponent(part);
}

/** Of several parts: a file in its folders. */
export const segments = (path: string): string => path.split('/').map(segment).join('/');
