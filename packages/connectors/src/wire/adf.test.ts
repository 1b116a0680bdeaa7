import { expect, test } from 'vitest';
import { adfOf, textOfAdf } from './adf.ts';

const written = '## What happened\n\n5xx above 5 %\nsince 09:30\n\n- rolled back\n- told everybody\n\n```sh\npatchbay rollback\n\nexit 0\n```\n\nDone.';

test('text becomes a document and comes back as it was written', () => {
  const { content } = adfOf(written) as unknown as { content: { type: string }[] };
  expect(content.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'bulletList', 'codeBlock', 'paragraph']);
  expect(textOfAdf(adfOf(written))).toBe(written);
});

test('no text in a document is empty, which Atlassian refuses', () => {
  for (const text of ['', '\n\n', '- a\n\n\n- b', '```\n```', '# ', 'a\r\n\r\nb']) expect(JSON.stringify(adfOf(text)), text).not.toContain('"text":""');
});

test('a fence that nobody closes is text', () => {
  expect(textOfAdf(adfOf('```sh\nrm'))).toBe('```sh\nrm');
});

test('of what it does not know, the text stays', () => {
  expect(textOfAdf({ type: 'doc', content: [{ type: 'panel', content: [{ type: 'paragraph', content: [{ type: 'mention', attrs: { text: '@ada' } }, { type: 'text', text: ' look' }] }] }, { type: 'inlineCard', attrs: { url: 'https://example.com' } }] })).toBe('@ada look\n\nhttps://example.com');
  expect(textOfAdf('plain')).toBe('plain');
  expect(textOfAdf(null)).toBe('');
});
