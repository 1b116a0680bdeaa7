/** The cheapest receiver there is: reads a head and a kilobyte, answers 200. Prints its address. */
import { type AddressInfo, createServer } from 'node:net';

const BODY = 1024;
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok';

const server = createServer((socket) => {
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let head = pending.indexOf('\r\n\r\n'); head !== -1 && pending.length >= head + 4 + BODY; head = pending.indexOf('\r\n\r\n')) {
      pending = pending.subarray(head + 4 + BODY);
      socket.write(ANSWER);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
process.on('disconnect', () => process.exit());
