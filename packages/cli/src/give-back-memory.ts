/**
 * Starting a hub takes half as much memory again as running it: schemas are made, modules are read. Node keeps what it once had
 * unless it is short of memory, so it is told once that starting is over.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void; // what --expose-gc brings
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
