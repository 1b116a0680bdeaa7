/** The receiver of the bench, in a process of its own: answers 200, and remembers when each event came if it is asked to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let arrivals: [string, number][] = [];
const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    if (process.env['RECORD'] === '1') arrivals.push([String(request.headers['webhook-id']), performance.timeOrigin + performance.now()]);
    if (request.url === '/hang') return;
    response.writeHead(200, { 'content-length': '2' }).end('ok');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
process.on('message', () => {
  process.send?.(arrivals);
  arrivals = [];
});
process.on('disconnect', () => process.exit());
