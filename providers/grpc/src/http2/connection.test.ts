import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { type AddressInfo, connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveConnection } from './connection.ts';
import { fault, flag, frameOf, numbers, setting, settings, type } from './frame.ts';
import { type Call, ok } from './served-call.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** POST /, from the table that everybody knows. */
const POST = Buffer.from([0x83, 0x84]);
const hello = Buffer.concat([PREFACE, frameOf(type.settings, 0, 0, Buffer.alloc(0))]);
const WHOLE = flag.endHeaders | flag.endStream;

let server: Server;
let port = 0;
let taken: { path: string; size: number }[] = [];
const cancelled: string[] = [];

/** Sends back what came. */
function echo(call: Call): void {
  const body = call.body() ?? Buffer.alloc(0);
  taken.push({ path: call.path, size: body.length });
  call.signal.addEventListener('abort', () => cancelled.push(call.path));
  if (call.path === '/never') return;
  void Promise.resolve(call.send(body)).then(() => call.end(ok));
}

beforeAll(async () => {
  server = createServer({ noDelay: true }, (socket) => serveConnection(socket, { limit: 4 * 1024 * 1024, take: echo }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => { server.close(); });
beforeEach(() => { taken = []; });

describe('what others send', () => {
  let session: ClientHttp2Session;
  beforeAll(() => { session = connect(`http://127.0.0.1:${port}`); });
  afterAll(() => { session.destroy(); });

  const post = async (headers: Record<string, string>, body: Buffer = Buffer.alloc(0)): Promise<Buffer> => {
    const stream = session.request({ ':method': 'POST', ...headers });
    stream.end(body);
    return Buffer.concat(await stream.toArray() as Buffer[]);
  };

  it('is read however its headers are squeezed together and remembered', async () => {
    const signs = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 33 + i));
    for (let i = 0; i < 150; i++) {
      const path = `/${signs.slice(i % 94)}${i % 7}`;
      await post({ ':path': path, [`x-${i % 40}`]: `${signs}${'ü'.repeat(i % 5)}${i}`, 'x-long': 'y'.repeat(i * 10) });
      expect(taken.at(-1)?.path).toBe(path);
    }
  });

  it('comes and goes in any size, as fast as the other side takes it', async () => {
    for (const size of [0, 1, 16_384, 16_385, 65_535, 65_536, 3_000_000]) {
      const body = Buffer.alloc(size, 'abcdefg');
      expect((await post({ ':path': '/echo' }, body)).equals(body)).toBe(true);
    }
    const many = await Promise.all(Array.from({ length: 50 }, (_, i) => post({ ':path': `/${i}` }, Buffer.alloc(100_000, i))));
    expect(many.every((each, i) => each.length === 100_000 && each[99_999] === i)).toBe(true);
  });

  it('may be answered although it was too large to keep', async () => {
    expect(await post({ ':path': '/large' }, Buffer.alloc(5 * 1024 * 1024))).toHaveLength(0);
    expect(taken).toEqual([{ path: '/large', size: 0 }]);
  });
});

describe('a peer that we have to take at its word', () => {
  /** All that comes back until the connection ends, or until it says so much. */
  const talk = (...said: readonly Buffer[]): Promise<Buffer> => new Promise((resolve, reject) => {
    const socket: Socket = connectSocket(port, '127.0.0.1');
    const heard: Buffer[] = [];
    socket.on('data', (chunk) => { heard.push(chunk); });
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(heard)));
    for (const each of said) socket.write(each);
    socket.end();
  });
  const goodbye = (heard: Buffer): number | undefined => {
    for (let at = 0; at < heard.length; at += 9 + heard.readUIntBE(at, 3)) if (heard[at + 3] === type.goAway) return heard.readUInt32BE(at + 13);
    return undefined;
  };

  it('may pad, weigh and divide what it sends', async () => {
    const priority = Buffer.from([0, 0, 0, 0, 16]);
    await talk(
      hello,
      frameOf(type.headers, flag.padded | flag.priority, 1, Buffer.concat([Buffer.from([3]), priority, POST.subarray(0, 1), Buffer.alloc(3)])),
      frameOf(type.continuation, flag.endHeaders, 1, POST.subarray(1)),
      frameOf(type.priority, 0, 1, priority),
      frameOf(type.data, flag.padded, 1, Buffer.concat([Buffer.from([2]), Buffer.from('ab'), Buffer.alloc(2)])),
      frameOf(99, 0, 1, Buffer.from('nobody knows')),
      frameOf(type.data, flag.endStream, 1, Buffer.from('c')),
    );
    expect(taken).toEqual([{ path: '/', size: 3 }]);
  });

  it.each([
    ['no HTTP/2', Buffer.from('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'), fault.protocol],
    ['a frame that is too long', frameOf(type.data, 0, 1, Buffer.alloc(16_385)), fault.frameSize],
    ['headers of a stream that only we may open', frameOf(type.headers, WHOLE, 2, POST), fault.protocol],
    ['more of headers that never began', frameOf(type.continuation, flag.endHeaders, 1, POST), fault.protocol],
    ['something between the parts of headers', Buffer.concat([frameOf(type.headers, 0, 1, POST), frameOf(type.ping, 0, 0, Buffer.alloc(8))]), fault.protocol],
    ['headers that can’t be read', frameOf(type.headers, WHOLE, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0x0f])), fault.compression],
    ['headers without an end', Buffer.concat([frameOf(type.headers, 0, 1, POST), ...Array.from({ length: 5 }, () => frameOf(type.continuation, 0, 1, Buffer.alloc(16_000)))]), fault.calm],
    ['data of a call that never began', frameOf(type.data, 0, 5, Buffer.alloc(1)), fault.protocol],
    ['more padding than there is', frameOf(type.headers, WHOLE | flag.padded, 1, Buffer.from([9, 0x83])), fault.protocol],
    ['more after the end', Buffer.concat([frameOf(type.headers, flag.endHeaders, 1, Buffer.concat([Buffer.from([0x83, 0x04, 6]), Buffer.from('/never')])), frameOf(type.data, flag.endStream, 1, Buffer.alloc(1)), frameOf(type.data, 0, 1, Buffer.alloc(1))]), fault.closed],
    ['a window that is too large', Buffer.concat([frameOf(type.windowUpdate, 0, 0, numbers(2 ** 31 - 1))]), fault.flowControl],
    ['settings that are cut off', frameOf(type.settings, 0, 0, Buffer.alloc(5)), fault.frameSize],
    ['a first window that is too large', frameOf(type.settings, 0, 0, settings([[setting.initialWindow, 2 ** 31]])), fault.flowControl],
  ])('is told why it is left alone: %s', async (_, said, why) => {
    expect(goodbye(await talk(said.subarray(0, 3).toString() === 'GET' ? said : Buffer.concat([hello, said])))).toBe(why);
  });

  it('may give room for the answer, take it back, and give it again', async () => {
    const socket = connectSocket(port, '127.0.0.1');
    let heard = Buffer.alloc(0);
    socket.on('data', (chunk) => { heard = Buffer.concat([heard, chunk]); });
    const received = (): number => {
      let size = 0;
      for (let at = 0; at < heard.length; at += 9 + heard.readUIntBE(at, 3)) if (heard[at + 3] === type.data) size += heard.readUIntBE(at, 3);
      return size;
    };
    const window = (size: number): Buffer => frameOf(type.settings, 0, 0, settings([[setting.initialWindow, size]]));
    socket.write(Buffer.concat([hello, window(10), frameOf(type.headers, flag.endHeaders, 1, POST), frameOf(type.data, flag.endStream, 1, Buffer.alloc(30))]));
    await expect.poll(received).toBe(10);
    socket.write(Buffer.concat([window(0), frameOf(type.windowUpdate, 0, 1, numbers(15))]));
    await expect.poll(received).toBe(15);
    socket.write(frameOf(type.windowUpdate, 0, 1, numbers(99)));
    await expect.poll(received).toBe(30);
    socket.destroy();
  });

  it('ends its calls when it leaves', async () => {
    cancelled.length = 0;
    await talk(hello, frameOf(type.headers, WHOLE, 1, Buffer.concat([Buffer.from([0x83, 0x04, 6]), Buffer.from('/never')])));
    expect(cancelled).toEqual(['/never']);
  });
});
