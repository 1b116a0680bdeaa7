import { expect, test } from 'vitest';
import type { Project } from '../record/environment.ts';
import type { Preview, PreviewBody } from '../record/preview.ts';
import { commentOf, markerOf } from './comment.ts';

const row = <B>(id: string, body: B) => ({ tenant: 'ten_1', id, version: 1, created_at: 0, updated_at: 0, body });
const project = row('prj_1', { slug: 'shop', name: 'Shop', default_branch: 'main' }) as Project;
const preview = (id: string, more: Partial<PreviewBody>): Preview => row(id, { project: 'prj_1', environment: 'env_1', environment_slug: 'preview', slug: 'preview-7', pull_request: '7', status: 'up', open: true, touched: true, time_to_live: 1, ...more } as PreviewBody) as Preview;

test('one line per environment, of its latest preview, under a marker that is always the same', () => {
  const marker = markerOf('prj_1', '7');
  const text = commentOf(marker, project, [preview('pre_2', { url: 'https://preview-7.example.com', commit: '3f0c1d9e5b7a2468', expires_at: '2030-01-02T03:04:05.000Z' }), preview('pre_1', { status: 'down', outcome: 'closed' })]);
  expect(text.split('\n')[0]).toBe('<!-- patchbay:prj_1:7 -->');
  expect(text.split('\n').slice(5)).toEqual(['| preview | up | `3f0c1d9e5b7a` | <https://preview-7.example.com> until 2030-01-02 03:04 UTC |']);
});

test('what others wrote breaks no table, is no HTML and calls nobody', () => {
  const text = commentOf('<!-- m -->', project, [preview('pre_1', { status: 'failed', detail: 'a | b\n<img src=x> @everyone' })]);
  const line = text.split('\n')[5]!;
  expect(line.split('|').length).toBe(6);
  expect(line).not.toMatch(/<img|@everyone/);
});
