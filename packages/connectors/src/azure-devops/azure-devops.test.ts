import { createHarness, type HarnessOptions } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const page = { 'content-type': 'text/html; charset=utf-8' };
const answering = (answer: ReturnType<NonNullable<HarnessOptions['answer']>>) => createHarness(plugin, { config: { organization_url: 'https://dev.azure.com/acme' }, secrets: ['pat'], answer: () => answer });

test.each([
  ['203 and a page', { status: 203, headers: page, body: '<html>Sign In</html>' }],
  ['a redirect to another host', { status: 302, headers: { ...page, location: 'https://spsprodweu1.vssps.visualstudio.com/_signin' }, body: '' }],
  ['200 and a page', { status: 200, headers: page, body: '<html>Sign In</html>' }],
])('a token that counts no more, which is answered with %s, is told as one', async (_, answer) => {
  const target = { organization_url: 'https://dev.azure.com/acme', project: 'shop', pipeline_id: 12 };
  await expect(answering(answer).query('list_pipelines', { project: 'shop' })).rejects.toMatchObject({ code: 'auth' });
  await expect(answering(answer).query('ci_run', { target, run: '4711' })).rejects.toMatchObject({ code: 'auth' });
  await expect(answering(answer).health()).rejects.toMatchObject({ code: 'auth' });
});
