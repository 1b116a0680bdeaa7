/** Where the vendors' descriptions are: VENDOR_DATA says it, or they lie beside the checkout, or beside the one that this is a clone of. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '../../..');
const PLACE = 'shared/vendor-data';

export function descriptionsFolder(): string | undefined {
  const said = process.env['VENDOR_DATA'];
  const places = said === undefined || said === '' ? [checkout, ...origin()].map((root) => join(dirname(root), PLACE)) : [resolve(said)];
  return places.find((place) => existsSync(join(place, 'mock')));
}

/** A clone of a folder of this computer knows which. */
function origin(): string[] {
  try {
    const url = execFileSync('git', ['config', '--get', 'remote.origin.url'], { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().replace(/^file:\/\//, '').replace(/\/\.git$/, '');
    return isAbsolute(url) ? [url] : [];
  } catch {
    return []; // no git, or no clone
  }
}
