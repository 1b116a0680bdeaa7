/** Ids as clients of this protocol know them, and back. */
import { fromKsuid, toKsuid } from '@patchbay/contracts';

const kinds = {
  app: { theirs: 'app', ours: 'prj' },
  endpoint: { theirs: 'ep', ours: 'ep' },
  message: { theirs: 'msg', ours: 'evt' },
  attempt: { theirs: 'atmpt', ours: 'att' },
  task: { theirs: 'qtask', ours: 'job' },
} as const;

export type Kind = keyof typeof kinds;

export const idOut = (kind: Kind, id: string): string => toKsuid(kinds[kind].theirs, id);

/** Either form; undefined, when it is neither: then it may be a uid. */
export function idIn(kind: Kind, text: string): string | undefined {
  const { theirs, ours } = kinds[kind];
  return fromKsuid(text, theirs, ours) ?? (new RegExp(`^${ours}_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$`).test(text) ? text : undefined);
}

/** What a uid must not begin with. */
export const prefixOf = (kind: Kind): string => `${kinds[kind].theirs}_`;
