/**
 * A scope that nothing has gives nobody anything, so a typo is refused where scopes are given. Plugins and attached servers bring scopes of
 * their own, often later than who shall use them: of a noun that is not the hub's, only what is next to one of the hub's is a typo.
 */
import type { Scope } from './caller.ts';
import { hubActions, hubResources } from './catalog.ts';
import { Failure, type Issue } from './failure.ts';

export interface ScopesAtHand {
  /** Those that it has already: they can stay. */
  readonly before?: readonly Scope[] | undefined;
  /** Of what plugins and attached servers have brought. */
  readonly brought: () => Iterable<Scope>;
}

export function refuseMistypedScopes(scopes: readonly Scope[], { before = [], brought }: ScopesAtHand): void {
  const suspects = scopes.filter((scope) => !before.includes(scope)).flatMap((scope) => {
    const meant = meantBy(scope);
    return meant === undefined ? [] : [{ scope, meant }];
  });
  if (suspects.length === 0) return;
  const there = new Set([...brought()].flatMap((scope) => [scope, `${nounOf(scope)}:*`, `*:${verbOf(scope)}`]));
  const issues = suspects.filter(({ scope }) => !there.has(scope)).map(({ scope, meant }): Issue => ({ path: 'scopes', message: `nothing has the scope ${scope}`, expected: either(meant) }));
  if (issues.length === 0) return;
  const [first] = issues;
  throw new Failure('input.invalid', `${capital(first!.message)}: expected ${first!.expected}. One of a plugin or an attached server can be given once that is there`, { issues });
}

const nounOf = (scope: Scope): string => scope.slice(0, scope.indexOf(':'));
const verbOf = (scope: Scope): string => scope.slice(scope.indexOf(':') + 1);

const verbs = new Map<string, Set<string>>();
for (const { scope } of hubActions) verbs.set(nounOf(scope), (verbs.get(nounOf(scope)) ?? new Set()).add(verbOf(scope)));
const everyVerb = new Set([...verbs.values()].flatMap((each) => [...each]));
/** What attached servers and plugins may add to any noun: they are called as they like. */
const COMMON: ReadonlySet<string> = new Set(['read', 'write', '*']);

/** The scopes of which it is probably meant to be one; undefined where it is none, or may become one. */
function meantBy(scope: Scope): readonly Scope[] | undefined {
  if (scope === '*') return undefined;
  const [noun, verb] = [nounOf(scope), verbOf(scope)];
  if (noun === '*') return everyVerb.has(verb) ? undefined : named('*', everyVerb);
  const own = verbs.get(noun);
  if (own !== undefined) return own.has(verb) || COMMON.has(verb) ? undefined : named(noun, own);
  if (noun === CALL) return undefined;
  const near = [...verbs.keys(), CALL].find((each) => isTypo(noun, each));
  if (near === undefined) return undefined;
  const has = verbs.get(near);
  return has === undefined || has.has(verb) || verb === '*' ? [`${near}:${verb}`] : named(near, has);
}

/** Of plugins: `call:slack`. */
const CALL = 'call';

const named = (noun: string, known: ReadonlySet<string>): readonly Scope[] => [...known].sort().map((verb) => `${noun}:${verb}`);

const plurals = new Map(hubResources.map(({ name, plural }) => [name, plural]));

/** Short names are next to many others: `cal` is no `call`, and `alerta` no `alert`. */
function isTypo(noun: string, known: string): boolean {
  if (noun === `${known}s` || noun === plurals.get(known)) return true;
  if (known.length < 6 && noun.length >= known.length) return isSwapped(noun, known);
  return known.length >= 5 && isNear(noun, known, known.length < 10 ? 1 : 2);
}

const isSwapped = (one: string, other: string): boolean => one.length === other.length && [...one].sort().join('') === [...other].sort().join('') && isNear(one, other, 1);

/** Few edits make one of the other: a letter more, less or another, or two neighbours that changed places. */
function isNear(one: string, other: string, edits: number): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [a, b] = [one.slice(same), other.slice(same)];
  if (a === b) return true;
  if (edits === 0) return false;
  const swapped = a[0] === b[1] && a[1] === b[0] && isNear(a.slice(2), b.slice(2), edits - 1);
  return swapped || isNear(a.slice(1), b, edits - 1) || isNear(a, b.slice(1), edits - 1) || isNear(a.slice(1), b.slice(1), edits - 1);
}

const either = (all: readonly string[]): string => (all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)!}`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
