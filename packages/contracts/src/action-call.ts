/** A call of an action, written down to be made later. */
import { z } from 'zod';
import type { Action } from './action.ts';
import { type Issue, toIssues } from './failure.ts';
import { json } from './field.ts';
import type { Document } from './unit.ts';

export const ACTION_ID = /^[a-z][a-z0-9_]{1,119}$/;

export const actionCall = z.strictObject({
  action: z.string().regex(ACTION_ID, 'expected the id of an action, such as kubernetes_apply').meta({ description: 'Id of the action.', examples: ['kubernetes_apply'] }),
  input: json.default({}).meta({ description: 'Its input. In strings, {{path}} stands for a value of what set it off.', examples: [{ namespace: '{{environment.slug}}' }] }),
});

/** What is wrong with the input of such a call, whatever its placeholders will stand for. `place`: where it is written. */
export function callIssues({ input }: Pick<Action, 'input'>, written: Document, place: string): Issue[] {
  const { error } = input.safeParse(written);
  const wrong = (error?.issues ?? []).filter((issue) => issue.code === 'unrecognized_keys' || !isOpen(valueAt(written, issue.path)));
  return wrong.flatMap(toIssues).map((issue) => ({ ...issue, path: issue.path === '' ? place : `${place}.${issue.path}` }));
}

const isOpen = (value: unknown): boolean => JSON.stringify(value ?? null).includes('{{');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((value, key) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined), input);
