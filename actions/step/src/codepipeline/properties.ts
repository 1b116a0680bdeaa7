/** Which inputs an action of CodePipeline shows as properties. It takes ten at most; what is seldom needed goes together into one, as JSON. */
import { inputTables, type Verb } from '../inputs/table.ts';

/** Setup is for a job that goes on; an action of CodePipeline is one verb. */
export type ActionVerb = Exclude<Verb, 'setup'>;
export const actionVerbs = ['deploy', 'preview', 'gate', 'call', 'notify'] as const satisfies readonly ActionVerb[];

/** Who edits a pipeline does not say where the worker logs in, and as whom. */
export const OF_THE_WORKER = ['hub', 'policy', 'audience', 'token', 'retries'] as const;
/** Who edits a pipeline gets no shell on the worker either. */
export const NOT_TAKEN = ['run'] as const;
export const notTaken = (name: string): boolean => [...OF_THE_WORKER, ...NOT_TAKEN].some((not) => not === name);
export const taken = (verb: ActionVerb): readonly string[] => Object.keys(inputTables[verb]).filter((name) => !notTaken(name));

/** The property for the rest. */
export const REST = 'Inputs';

const MOST = 10;
/** What goes into the rest first. */
const SELDOM: readonly string[] = ['payload', 'on-timeout', 'reason', 'wait', 'title', 'on-cancel'];

export interface Properties { readonly own: readonly string[]; readonly rest: readonly string[] }

export function propertiesOf(verb: ActionVerb): Properties {
  const all = taken(verb);
  if (all.length <= MOST) return { own: all, rest: [] };
  const rest = SELDOM.filter((name) => all.includes(name)).slice(0, all.length - MOST + 1);
  return { own: all.filter((name) => !rest.includes(name)), rest };
}

/** The provider of the action type. */
export const providerOf = (verb: ActionVerb): string => `Patchbay${verb.replace(/^./, (first) => first.toUpperCase())}`;

/** In a pipeline an action stands under a category. */
export const categoryOf = { deploy: 'Deploy', preview: 'Deploy', gate: 'Test', call: 'Invoke', notify: 'Invoke' } as const satisfies Readonly<Record<ActionVerb, string>>;

/** Of the action types; a change of their properties needs a new one. */
export const ACTION_VERSION = '1';
