import { at, type Json, type JsonObject } from '@patchbay/sdk';
import type { ActionCase, ConnectorCases } from '../testing/index.ts';
import { startConfluence } from './double.ts';

const is = (path: string, value: unknown) => (output: Json): boolean => at(output, path) === value;
const has = (path: string) => (output: Json): boolean => String(at(output, path) ?? '') !== '';
const items = (output: Json): readonly JsonObject[] => at(output, 'items') as readonly JsonObject[];
const none = (input: JsonObject = {}): ActionCase['refused'] => ({ input: { id: '404', ...input }, code: 'upstream.not_found' });

const actions: Record<string, ActionCase> = {
  create_page: { input: ({ asked }) => ({ space: 'OPS', title: `Runbook ${asked.length}`, body: '# Restart\n\n- drain & wait\n- restart <now>', parent: '65537' }), answers: is('version', 1), refused: { input: { space: 'OPS', title: 'Page 3', body: 'x' }, code: 'upstream.invalid' } },
  update_page: { input: { id: '65540', body: '<p>Never.</p>', format: 'storage', message: 'Shorter' }, answers: (output) => Number(at(output, 'version')) > 1, refused: { input: { id: '65540', body: '<p>open', format: 'storage' }, code: 'upstream.invalid' } },
  put_page: { input: { space: 'OPS', title: 'Release notes', body: '# 1.4.0\n\nFaster baskets.' }, answers: has('id'), refused: { input: { space: 'NONE', title: 'x', body: 'x' }, code: 'upstream.not_found' } },
  delete_page: { input: ({ asked }) => ({ id: String(65_600 + (asked.length % 150)) }), answers: has('id'), refused: none() },
  add_comment: { input: { page: '65537', body: 'Still true?' }, answers: has('id'), refused: { input: { page: '404', body: 'x' }, code: 'upstream.not_found' } },
  add_labels: { input: { page: '65537', labels: ['runbook', 'shop'] }, answers: is('labels.1', 'shop'), refused: { input: { page: '404', labels: ['x'] }, code: 'upstream.not_found' } },
  get_page: { input: { id: '65538' }, answers: is('body', 'Text 1'), refused: none() },
  list_pages: { input: { space: 'OPS', limit: 252 }, answers: (output) => items(output).length === 252, refused: { input: { space: 'NONE' }, code: 'upstream.not_found' } },
  list_children: { input: { id: '65537' }, answers: (output) => items(output).length === 100, refused: none() },
  list_spaces: { input: { type: 'global' }, answers: (output) => items(output)[0]?.['key'] === 'OPS', refused: { input: { type: 'none' }, code: 'upstream.invalid' } },
  search: { input: { cql: 'type = page AND text ~ "restart"', limit: 120 }, answers: (output) => items(output).length === 120, refused: { input: { cql: 'nofield = 1' }, code: 'upstream.invalid' } },
};

export const cases: ConnectorCases = { start: startConfluence, described: [{ mock: 'confluence', prefix: '/wiki/api/v2' }], actions };
