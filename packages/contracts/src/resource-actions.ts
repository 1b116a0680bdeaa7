/** What follows from a resource: its actions and its events. Schemas come with the first look at them. */
import { z } from 'zod';
import type { Action, ResourceVerb } from './action.ts';
import { schemasOf, which } from './derive.ts';
import type { EventDefinition } from './event.ts';
import type { FailureCode } from './failure.ts';
import { joined, lazily } from './lazily.ts';
import { pageOf } from './page.ts';
import type { ResourceDefinition } from './resource.ts';
import { inSentence, manyOf, withArticle } from './wording.ts';

interface VerbFacts {
  readonly safety: Action['safety'];
  readonly scope: string;
  /** Title and description, from the titles of one (with and without its article) and of many. */
  readonly words: (one: string, aOne: string, many: string) => readonly [string, string];
  readonly failures: readonly FailureCode[];
}

const verbs: Readonly<Record<ResourceVerb, VerbFacts>> = {
  create: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Create ${aOne}`, `Declares a new ${one}.`], failures: ['resource.duplicate', 'reference.not_found'] },
  get: { safety: 'safe', scope: 'read', words: (one, aOne) => [`Get ${aOne}`, `Reads one ${one} by its id.`], failures: ['resource.not_found'] },
  list: { safety: 'safe', scope: 'read', words: (_, __, many) => [`List ${many}`, `Reads ${many}, page by page.`], failures: ['cursor.invalid'] },
  update: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Update ${aOne}`, `Changes the given fields of one ${one}; null puts a default back.`], failures: ['resource.not_found', 'resource.duplicate', 'resource.changed', 'resource.conflict', 'resource.immutable', 'reference.not_found'] },
  delete: { safety: 'moderate', scope: 'write', words: (one, aOne) => [`Delete ${aOne}`, `Removes one ${one}.`], failures: ['resource.not_found', 'resource.changed', 'resource.conflict', 'resource.in_use'] },
};

const actions = new WeakMap<ResourceDefinition, readonly Action[]>();

/** The actions of a resource: five, or two for a record. */
export function actionsOf(definition: ResourceDefinition): readonly Action[] {
  const existing = actions.get(definition);
  if (existing !== undefined) return existing;
  const offered: ResourceVerb[] = definition.kind === 'record' ? ['get', 'list'] : ['create', 'get', 'list', 'update', 'delete'];
  const made = Object.freeze(offered.map((verb) => actionOf(definition, verb)));
  actions.set(definition, made);
  return made;
}

function actionOf(definition: ResourceDefinition, verb: ResourceVerb): Action {
  const { safety, scope, words, failures } = verbs[verb];
  const { name, title, plural } = definition;
  const [heading, description] = words(inSentence(title), withArticle(title), manyOf(title, plural));
  const facts = {
    id: `${name}_${verb}`,
    title: heading,
    description,
    safety: verb === 'delete' ? definition.deletion : safety,
    effects: safety === 'safe' ? 'none' : 'store',
    scope: `${name}:${scope}`,
    dryRun: safety !== 'safe',
    failures: [...failures, ...(definition.failures[verb] ?? [])],
    state: definition.state,
    resource: { name, verb },
    sensitive: verb === 'create' && Object.keys(definition.once).length > 0,
  } as const;
  return joined(facts, lazily<Pick<Action, 'input' | 'output'>>(shapes[verb](definition)));
}

type Shapes = { readonly input: () => z.ZodType; readonly output: () => z.ZodType };

const shapes: Readonly<Record<ResourceVerb, (definition: ResourceDefinition) => Shapes>> = {
  create: (of) => ({ input: () => schemasOf(of).create, output: () => schemasOf(of).created }),
  get: (of) => ({ input: () => z.strictObject({ id: which(of).id }), output: () => schemasOf(of).view }),
  list: (of) => ({ input: () => schemasOf(of).list, output: () => pageOf(schemasOf(of).view) }),
  update: (of) => ({ input: () => schemasOf(of).update, output: () => schemasOf(of).view }),
  delete: (of) => ({ input: () => z.strictObject(which(of)), output: () => z.object({ id: which(of).id, deleted: z.literal(true).meta({ description: 'That it is gone.' }) }) }),
};

/** What the world hears when a resource changes. */
export function eventsOf(definition: ResourceDefinition): EventDefinition[] {
  if (definition.kind === 'record') return [];
  const subject = withArticle(definition.title);
  const what = subject.charAt(0).toUpperCase() + subject.slice(1);
  return Object.entries({ created: 'created', updated: 'changed', deleted: 'deleted' }).map(([became, word]) =>
    joined({ type: `${definition.name}.${became}`, description: `${what} was ${word}.` }, lazily<Pick<EventDefinition, 'data'>>({ data: () => schemasOf(definition).view })));
}
