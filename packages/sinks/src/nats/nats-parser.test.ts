import { expect, test } from 'vitest';
import { serverOf } from './open-nats.ts';
import { createNatsParser } from './nats-parser.ts';

const SAID = 'INFO {"max_payload":10,"nonce":"n"}\r\nPING\r\n+OK\r\nMSG _INBOX.1 1 5\r\nh\r\nlo\r\nHMSG _INBOX.2 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\nHMSG a 1 r 12 14\r\nNATS/1.0\r\n\r\nhi\r\n-ERR \'Authorization Violation\'\r\nPONG\r\n';
const HEARD = [
  { kind: 'info', info: { max_payload: 10, nonce: 'n' } }, { kind: 'ping' }, { kind: 'ok' }, { kind: 'message', subject: '_INBOX.1', status: undefined, payload: 'h\r\nlo' },
  { kind: 'message', subject: '_INBOX.2', status: 503, payload: '' }, { kind: 'message', subject: 'a', status: undefined, payload: 'hi' }, { kind: 'error', text: 'Authorization Violation' }, { kind: 'pong' },
];

test('what a server says is heard whole, however it comes in pieces', () => {
  for (const size of [1, 2, 7, 64, SAID.length]) {
    const parse = createNatsParser();
    const heard = [];
    for (let at = 0; at < SAID.length; at += size) heard.push(...parse(Buffer.from(SAID.slice(at, at + size))));
    expect(heard).toEqual(HEARD);
  }
});

test.each([['another protocol', 'HTTP/1.1 400 Bad Request\r\n'], ['a payload below nothing', 'MSG a 1 -5\r\n'], ['a payload without end', 'MSG a 1 99999999999\r\n'], ['headers beyond the whole', 'HMSG a 1 20 10\r\n'], ['no JSON', 'INFO {\r\n'], ['a line without end', 'x'.repeat(1_048_600)]])('what is no NATS ends it: %s', (_, text) => {
  expect(() => createNatsParser()(Buffer.from(text))).toThrow();
});

test('servers are named with and without a scheme, and never with a password', () => {
  expect(serverOf('nats://nats.example.com')).toEqual({ host: 'nats.example.com', port: 4222, secure: false });
  expect(serverOf('tls://[2001:db8::1]:5222')).toEqual({ host: '2001:db8::1', port: 5222, secure: true });
  expect(serverOf('nats.example.com:4223')).toEqual({ host: 'nats.example.com', port: 4223, secure: false });
  for (const bad of ['http://nats.example.com', 'nats://user:hunter2@nats.example.com', '', 'nats://']) expect(() => serverOf(bad)).toThrow('is expected as nats://host:port');
});
