import { expect, it } from 'vitest';
import { inSentence, manyOf, withArticle } from './wording.ts';

it.each([
  ['API key', 'api_keys', 'API key', 'an API key', 'API keys'],
  ['MCP server', 'mcp_servers', 'MCP server', 'an MCP server', 'MCP servers'],
  ['Role binding', 'role_bindings', 'role binding', 'a role binding', 'role bindings'],
  ['Environment', 'environments', 'environment', 'an environment', 'environments'],
  ['Audit entry', 'audit_entries', 'audit entry', 'an audit entry', 'audit entries'],
])('%s reads well in a sentence', (title, plural, one, aOne, many) => {
  expect([inSentence(title), withArticle(title), manyOf(title, plural)]).toEqual([one, aOne, many]);
});
