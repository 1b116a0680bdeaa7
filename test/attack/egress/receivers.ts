/** Receivers that mean harm, in a process of their own: the path says how. Prints the port, on the address that stands for the outside. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const BLOCK = Buffer.alloc(65_536, 'a');
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), BLOCK, Buffer.from('\r\n')]);
const BOMB = gzipSync(Buffer.alloc(200_000_000));
const head = (...lines: readonly string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

const WAYS: Readonly<Record<string, (socket: Socket) => void>> = {
  'good': (socket) => socket.write(head('content-length: 4') + 'good'),
  'hang': () => undefined,
  'drip-status': (socket) => { socket.write('HTTP/1.1 200 '); drip(socket, 'OK'); },
  'drip-head': (socket) => { socket.write('HTTP/1.1 200 OK\r\n'); drip(socket, 'x-a: b\r\n'); },
  'drip-body': (socket) => { socket.write(head('transfer-encoding: chunked')); drip(socket, '1\r\na\r\n'); },
  'pour': (socket) => { socket.write(head('transfer-encoding: chunked')); pour(socket, CHUNK); },
  'pour-announced': (socket) => { socket.write(head('content-length: 1000000000000000')); pour(socket, BLOCK); },
  'pour-until-close': (socket) => { socket.write(head('connection: close')); pour(socket, BLOCK); },
  'pour-extension': (socket) => { socket.write(head('transfer-encoding: chunked') + '1;'); pour(socket, BLOCK); },
  'pour-head': (socket) => { socket.write('HTTP/1.1 200 OK\r\n'); pour(socket, Buffer.from(`x-fill: ${'a'.repeat(1000)}\r\n`.repeat(60))); },
  'pour-one-header': (socket) => { socket.write('HTTP/1.1 200 OK\r\nx-fill: '); pour(socket, BLOCK); },
  'pour-reason': (socket) => { socket.write('HTTP/1.1 200 '); pour(socket, BLOCK); },
  'pour-trailers': (socket) => { socket.write(head('transfer-encoding: chunked', 'trailer: x-a') + '0\r\n'); pour(socket, Buffer.from('x-a: b\r\n'.repeat(8_000))); },
  'pour-interim': (socket) => pour(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(1_500))),
  'many-headers': (socket) => socket.write(head('content-length: 0', ...Array.from({ length: 1_500 }, (_, n) => `x${n}: b`))),
  'switch': (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\nraw bytes'),
  'continue': (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n'),
  'continue-good': (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${head('content-length: 4')}good`),
  'ssh': (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'),
  'http2': (socket) => socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])),
  'http09': (socket) => socket.end('<html>hello</html>'),
  'tls': (socket) => socket.write(Buffer.from([0x15, 3, 1, 0, 2, 2, 40])),
  'short': (socket) => socket.end(head('content-length: 100') + 'ten bytes.'),
  'two': (socket) => socket.write(`${head('content-length: 4')}good${head('content-length: 6')}poison`),
  'more-than-said': (socket) => socket.write(`${head('content-length: 4')}goodpoison`),
  'length-and-chunked': (socket) => socket.write(`${head('content-length: 4', 'transfer-encoding: chunked')}0\r\n\r\n`),
  'two-lengths': (socket) => socket.write(`${head('content-length: 4', 'content-length: 10')}goodpoison`),
  'negative-length': (socket) => socket.write(`${head('content-length: -1')}`),
  'length-overflow': (socket) => socket.write(`${head('content-length: 18446744073709551617')}a`),
  'bad-chunk': (socket) => socket.write(`${head('transfer-encoding: chunked')}zz\r\n`),
  'huge-chunk': (socket) => socket.write(`${head('transfer-encoding: chunked')}fffffffffffffffff\r\n`),
  'no-content-with-content': (socket) => socket.write('HTTP/1.1 204 No Content\r\ncontent-length: 6\r\n\r\npoison'),
  'nul-header': (socket) => socket.write(head('x-a: a\0b', 'content-length: 4') + 'good'),
  'bare-lf': (socket) => socket.write('HTTP/1.1 200 OK\nx-a: b\ncontent-length: 4\n\ngood'),
  'split-name': (socket) => socket.write(head('x a: b', 'content-length: 4') + 'good'),
  'proto': (socket) => socket.write(head('__proto__: x', 'constructor: y', 'toString: z', 'content-length: 4') + 'good'),
  'bomb': (socket) => socket.write(Buffer.concat([Buffer.from(head('content-encoding: gzip', `content-length: ${BOMB.length}`)), BOMB])),
  'status-99': (socket) => socket.write('HTTP/1.1 99 Low\r\ncontent-length: 0\r\n\r\n'),
  'status-9999': (socket) => socket.write('HTTP/1.1 9999 High\r\ncontent-length: 0\r\n\r\n'),
  'reset': (socket) => socket.resetAndDestroy(),
  'reset-body': (socket) => { socket.write(head('content-length: 1000') + 'part'); setTimeout(() => socket.resetAndDestroy(), 20); },
  'close': (socket) => socket.end(),
};

/** In many segments, so that each costs the reader a turn. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => { if (socket.writable) socket.write(text[at++ % text.length]!); else clearInterval(timer); }, 20);
}

function pour(socket: Socket, bytes: Buffer): void {
  const more = () => { while (socket.writable && socket.write(bytes)); };
  socket.on('drain', more);
  more();
}

/** Two connections may share the line, so each request is answered as soon as its head is there. */
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const way = /^[A-Z]+ \/([a-z0-9-]+)/.exec(chunk.toString('latin1'))?.[1];
    if (way !== undefined) WAYS[way]?.(socket);
  });
});
server.listen(0, '127.0.0.2', () => console.log(JSON.stringify({ port: String((server.address() as AddressInfo).port) })));
process.on('disconnect', () => process.exit());
