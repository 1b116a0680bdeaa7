import { type FailureCode, failures, failuresOf, hubActions, hubResources, schemasOf } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { creationOf } from './openapi/example.ts';
import { openapiDocument } from './openapi.ts';

type Operation = { operationId: string; responses: Record<string, { $ref?: string }> };
const document = openapiDocument({ resources: hubResources, actions: hubActions }, '1.2.3') as { paths: Record<string, Record<string, Operation>>; components: Record<string, object> & { responses: Record<string, { content: Record<string, { examples: object }> }> } };
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

test('each action has one operation, named like it', () => {
  expect(hubActions.length).toBeGreaterThan(20);
  const ids = operations.map((each) => each.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(hubActions.map((each) => each.id)));
});

test('each failure of an action is documented under its status, with an example', () => {
  for (const action of hubActions) {
    const { responses } = operations.find((each) => each.operationId === action.id)!;
    const examples = (code: FailureCode): object => document.components.responses[responses[failures[code].status]?.$ref?.split('/').at(-1) ?? '']?.content['application/problem+json']?.examples ?? {};
    for (const code of failuresOf(action)) expect(Object.keys(examples(code))).toContain(code);
  }
});

test('each reference in the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(100);
  for (const [, kind, name] of references) expect(Object.keys(document.components[kind!] ?? {})).toContain(name);
});

test('the example of each creation may be sent as it is', () => {
  for (const definition of hubResources.filter(({ kind }) => kind === 'resource')) {
    const { error } = schemasOf(definition).create.safeParse(creationOf(definition));
    expect([definition.name, error?.issues]).toEqual([definition.name, undefined]);
  }
});
