import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import read from '@patchbay/client/catalog' with { type: 'json' };
import type { CatalogDocument } from '@patchbay/contracts';
import { modelOf } from '@patchbay/reconcile';
import { expect, it } from 'vitest';
import { jsonText } from './json-text.ts';
import { MOST_CHARACTERS, scriptText } from './script.ts';
import { declarationsTemplate, resourceTemplate } from './templates.ts';

const { resources } = read as unknown as CatalogDocument; // npm run catalog writes the file from this type
const live = resources.filter(({ kind, state }) => kind === 'resource' && state === 'live');
const program = readFileSync(join(import.meta.dirname, 'declare.py'), 'utf8');

it('has a script with room to grow', () => {
  expect(scriptText(program, resources).length).toBeLessThan(MOST_CHARACTERS * 0.75);
});

it.each(live.map((each) => [each.name, each] as const))('%s: fields are shown, secrets are not', (_, each) => {
  const { parameters, environment } = resourceTemplate(each);
  const fields = parameters.find(({ name }) => name === 'fields')?.properties ?? [];
  const secrets = modelOf(each).fields.filter(({ secret }) => secret).map(({ name }) => name);
  expect(fields.map(({ name }) => name)).toEqual(modelOf(each).fields.filter(({ secret }) => !secret).map(({ name }) => name));
  expect(parameters.some(({ name, secure }) => name === 'secrets' && secure === true)).toBe(secrets.length > 0);
  expect(environment.filter(({ secure }) => secure === true).map(({ name }) => name)).toEqual(['PATCHBAY_KEY', 'PATCHBAY_SECRETS']);
});

it('writes expressions as Azure reads them, and text as text', () => {
  const template = jsonText({ ...declarationsTemplate, parameters: [{ name: 'a', type: 'string', description: 'a', default: { literal: '[x]' } }, { name: 'b', type: 'string', description: 'b', default: { call: 'format', of: [{ literal: "it's" }] } }] }, '#!/bin/bash\n');
  expect(JSON.parse(template)).toMatchObject({ parameters: { a: { defaultValue: '[[x]' }, b: { defaultValue: "[format('it''s')]" } } });
});
