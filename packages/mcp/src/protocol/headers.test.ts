import { describe, expect, it } from 'vitest';
import { checkHeaders, checkParamHeaders, checkVersion, paramHeadersOf } from './headers.ts';
import type { RpcError } from './rpc-error.ts';

const call = { kind: 'request', id: 1, method: 'tools/call', params: { name: 'söund' } } as const;
const codeOf = (work: () => void): number | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as RpcError).code;
  }
};

describe('headers that repeat the body', () => {
  it('are the same, in base64 where a header can’t hold them', () => {
    const encoded = `=?base64?${Buffer.from('söund').toString('base64')}?=`;
    expect(codeOf(() => checkHeaders(call, { 'mcp-method': 'tools/call', 'mcp-name': encoded }))).toBeUndefined();
    expect(codeOf(() => checkHeaders(call, { 'mcp-method': ' tools/call ', 'mcp-name': encoded }))).toBeUndefined();
  });

  it.each([
    ['are missing', {}],
    ['name another method', { 'mcp-method': 'tools/list', 'mcp-name': 'x' }],
    ['differ in case', { 'mcp-method': 'Tools/Call', 'mcp-name': 'x' }],
    ['name another tool', { 'mcp-method': 'tools/call', 'mcp-name': 'other' }],
    ['are base64 of something else', { 'mcp-method': 'tools/call', 'mcp-name': '=?base64?b3RoZXI=?=' }],
    ['are base64 that is not exact', { 'mcp-method': 'tools/call', 'mcp-name': '=?base64?c8O2dW5k====?=' }],
    ['have characters of no header', { 'mcp-method': 'tools/call', 'mcp-name': 'söund' }],
  ])('are refused when they %s', (_, headers) => {
    expect(codeOf(() => checkHeaders(call, headers))).toBe(-32020);
  });

  it('say the revision, too', () => {
    expect(codeOf(() => checkVersion('2026-07-28', { 'mcp-protocol-version': '2025-11-25' }))).toBe(-32020);
    expect(codeOf(() => checkVersion('2026-07-28', { 'mcp-protocol-version': '2026-07-28' }))).toBeUndefined();
  });
});

describe('arguments that a tool wants repeated', () => {
  const wanted = paramHeadersOf({ type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' }, page: { type: 'object', properties: { size: { type: 'integer', 'x-mcp-header': 'Size' } } } } })!;

  it('are found through properties, and compared by their type', () => {
    expect(wanted.map(({ path, header }) => [path.join('.'), header])).toEqual([['region', 'Region'], ['page.size', 'Size']]);
    expect(codeOf(() => checkParamHeaders(wanted, { region: 'eu', page: { size: 10 } }, { 'mcp-param-region': 'eu', 'mcp-param-size': '10.0' }))).toBeUndefined();
    expect(codeOf(() => checkParamHeaders(wanted, { region: null }, {}))).toBeUndefined();
  });

  it.each([
    ['another value', { region: 'eu' }, { 'mcp-param-region': 'us' }],
    ['no header', { region: 'eu' }, {}],
    ['a header without its argument', {}, { 'mcp-param-region': 'eu' }],
    ['text for a number', { page: { size: 10 } }, { 'mcp-param-size': 'ten' }],
  ])('are refused with %s', (_, args, headers) => {
    expect(codeOf(() => checkParamHeaders(wanted, args, headers))).toBe(-32020);
  });

  it.each([
    ['on a number', { a: { type: 'number', 'x-mcp-header': 'A' } }],
    ['twice', { a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } }],
    ['with a name that is no header', { a: { type: 'string', 'x-mcp-header': 'A B' } }],
    ['where properties do not lead', { a: { type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } } }],
  ])('are wrong %s', (_, properties) => {
    expect(paramHeadersOf({ type: 'object', properties })).toBeUndefined();
  });
});
