/** When an answer counts as a success, and what is taken out of it. */
import { at, type HttpReply, type Infer, type Json, type JsonObject, PluginError, refusal, t } from '@patchbay/sdk';

const path = t.string({ maxLength: 500, description: 'Dotted path in the body; empty for the body itself.', examples: ['data.status'] });

export const rule = t.object({
  statuses: t.array(t.integer({ minimum: 200, maximum: 599 }), { default: [], maxItems: 50, description: 'Statuses that are right; any 2xx, if there are none.' }),
  at: t.optional(path),
  is: t.optional(t.array(t.json(), { minItems: 1, maxItems: 50, description: 'What may be there; anything but nothing, if absent.' })),
});
export type Rule = Infer<typeof rule>;

export const extraction = t.record(path, { default: {}, description: 'Names, and where in the body their values are.', examples: [{ id: 'data.id' }] });

export const answer = t.object({
  status: t.integer({ description: 'Status of the answer.' }),
  headers: t.record(t.string(), { description: 'Headers of the answer, with lower-case names.' }),
  body: t.json({ description: 'JSON, or text where it is none; null when empty.' }),
  found: t.record(t.json(), { description: 'What the paths of extract led to.' }),
});
export type Answer = Infer<typeof answer>;

/** Why an answer does not count, or undefined. */
export function objection(reply: HttpReply, { statuses, at: where, is }: Rule): PluginError | undefined {
  const right = statuses.length === 0 ? reply.status >= 200 && reply.status < 300 : statuses.includes(reply.status);
  if (!right) return reply.status < 400 ? new PluginError('invalid', `The system answered ${reply.status}; expected ${statuses.join(', ') || '2xx'}`, { status: reply.status }) : refusal(reply);
  if (where === undefined || holds(reply.body, where, is)) return undefined;
  return new PluginError('invalid', `The answer has ${clipped(at(reply.body, where))} at ${where || 'its top'}; expected ${is === undefined ? 'something' : is.map(clipped).join(' or ')}`, { status: reply.status });
}

/** Whether there is one of these at the path. */
export function holds(body: unknown, where: string, is: readonly Json[] | undefined): boolean {
  const found = at(body, where);
  if (found === undefined || found === null) return is?.some((each) => each === null) === true;
  return is === undefined || is.some((each) => same(each, found));
}

export function extracted(body: unknown, paths: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(paths).map(([name, where]) => {
    const value = at(body, where);
    if (value === undefined) throw new PluginError('invalid', `The answer has nothing at ${where}, where ${name} was expected`, { field: `extract.${name}` });
    return [name, value as Json];
  }));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)])) : value);
const clipped = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
