import { describe, expect, it } from 'vitest';
import { JsonWalk, NotPlain } from './json-walk.ts';
import { toolBytesIn } from './tool-bytes.ts';

const answer = (result: string, more = ''): Uint8Array => Buffer.from(`{"jsonrpc":"2.0","id":7,"result":${result}${more}}`);
const said = '"content":[{"type":"text","text":"hi"}]';
const passed = (result: string, more?: string) => { const found = toolBytesIn(answer(result, more), 7); return found === undefined ? undefined : [Buffer.from(found.fields).toString(), found.meta]; };

describe('the answer of a tool', () => {
  it('is passed on as it came, without what is about the message', () => {
    expect(passed(`{${said},"resultType":"complete","ttlMs":5,"structuredContent":{"n": 1.0, "big": 12345678901234567890}, "_meta":{"a":1}}`)).toEqual([`${said},"structuredContent":{"n": 1.0, "big": 12345678901234567890}`, { a: 1 }]);
    expect(passed(`{"isError":true, ${said} }`)).toEqual([`"isError":true,${said}`, {}]);
    expect(passed('{"content":[{"type":"text","text":"a\\nb ü"}]}')).toEqual(['"content":[{"type":"text","text":"a\\nb ü"}]', {}]);
  });

  it.each([
    ['asks something first', `{${said},"resultType":"input_required"}`], ['is a ticket', '{"resultType":"task","taskId":"t"}'], ['carries a state', `{${said},"requestState":"s"}`], ['has no content', '{"structuredContent":{}}'], ['has content of no type', '{"content":[{"text":"hi"}]}'],
    ['has content that is no list', '{"content":{"type":"text"}}'], ['has a key twice', `{${said},${said}}`], ['hides a key', `{${said},"re\\u0073ultType":"task"}`], ['is no object', '[1]'], ['says isError in its own way', `{${said},"isError":"yes"}`],
    ['holds a credential', '{"content":[{"type":"text","text":"AKIAABCDEFGHIJKLMNOP"}]}'], ['may hide one', '{"content":[{"type":"text","text":"\\u0041KIAABCDEFGHIJKLMNOP"}]}'], ['has a _meta that is no object', `{${said},"_meta":3}`], ['has a line break between values', `{${said},\n"n":1}`],
  ])('is read when it %s', (_, result) => { expect(passed(result)).toBeUndefined(); });

  it.each([
    ['another question', Buffer.from(`{"jsonrpc":"2.0","id":8,"result":{${said}}}`)], ['a refusal beside it', answer(`{${said}}`, ',"error":{"code":1}')], ['a question of its own', answer(`{${said}}`, ',"method":"ping"')], ['bytes that are no UTF-8', Buffer.concat([answer(`{${said}`), Buffer.from([0xff])])],
    ['something behind it', Buffer.concat([answer(`{${said}}`), Buffer.from('{}')])], ['an end that is missing', Buffer.from(`{"jsonrpc":"2.0","id":7,"result":{${said}`)],
  ])('is read when it comes with %s', (_, body) => { expect(toolBytesIn(body, 7)).toBeUndefined(); });
});

describe('a walk over JSON', () => {
  const texts = [
    '{}', '[]', '""', '0', '-0', '1e5', '1.5E-3', 'true', 'false', 'null', ' [ 1 , {"a" : [ ] } ] ', '"\\u00e9\\n"', '[[[]]]', '{"a":{"b":[1,2,{"c":null}]}}', '"é漢😀"',
    '', ' ', '{', '[', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", '01', '1.', '.5', '+1', '1e', '--1', 'tru', 'nulll', '"\t"', '"\\x41"', '"\\u12"', '[1 2]', '{"a" 1}', '{"a":}', '1 2', '"', '[}', 'NaN', '\u00a01', '{"a":1}}', '// 1',
  ];

  it.each(texts)('takes %j exactly when JSON.parse does', (text) => {
    expect(taken(text)).toBe(parses(text));
  });

  it('is as strict after any one byte was changed', () => {
    const text = '{"content":[{"type":"text","text":"a\\"b\\\\"}],"n":[-1.5e+3,0,true,null],"o":{"k":""}}';
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at++) {
      for (const other of [0x20, 0x22, 0x2c, 0x30, 0x5b, 0x5c, 0x5d, 0x65, 0x7b, 0x7d]) {
        const changed = Buffer.from(bytes);
        changed[at] = other;
        const wrong = changed.toString();
        if (taken(wrong) !== parses(wrong)) expect(`${wrong} is ${parses(wrong) ? '' : 'no '}JSON`).toBe('what the walk says');
      }
    }
    expect(taken(text)).toBe(true);
  });

  it('leaves what is laid out in lines to who reads', () => {
    expect([taken('{\n}'), taken('[\t]'), taken('"\u0000"')]).toEqual([false, false, false]);
  });

  it('ends in what is too deep', () => {
    expect(() => new JsonWalk('['.repeat(100_000)).whole()).toThrow(NotPlain);
  });

  function taken(text: string): boolean {
    try {
      new JsonWalk(Buffer.from(text).toString('latin1')).whole();
      return true;
    } catch (error) {
      if (error instanceof NotPlain) return false;
      throw error;
    }
  }

  function parses(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});
