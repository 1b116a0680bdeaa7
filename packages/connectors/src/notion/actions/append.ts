/** Blocks go in by the hundred. */
import type { Ctx, JsonObject } from '@patchbay/sdk';
import { given, list, string } from '../../wire/fields.ts';
import { type Config, patiently } from '../fields.ts';

/** Per request. */
export const MOST_CHILDREN = 100;

/** Ids of the new blocks. Each hundred goes behind the one before. */
export async function append({ to, blocks, after }: { readonly to: string; readonly blocks: readonly JsonObject[]; readonly after?: string | undefined }, ctx: Ctx<Config>): Promise<string[]> {
  const made: string[] = [];
  for (let from = 0; from < blocks.length; from += MOST_CHILDREN) {
    const children = blocks.slice(from, from + MOST_CHILDREN);
    const answer = await patiently({ method: 'PATCH', url: `/v1/blocks/${to}/children`, json: given({ children, after: after === undefined ? undefined : (made.at(-1) ?? after) }) }, ctx);
    made.push(...list(answer, 'results').slice(0, children.length).map((each) => string(each, 'id')));
  }
  return made;
}
