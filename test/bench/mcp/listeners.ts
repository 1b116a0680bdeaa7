/** Opens so many listen streams and waits until each was acknowledged. */
import { connect, type Socket } from 'node:net';

export async function openListeners(origin: string, key: string, count: number): Promise<{ close(): void; readonly open: number }> {
  const sockets: Socket[] = [];
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params: { notifications: { toolsListChanged: true, resourceSubscriptions: ['patchbay://projects'] }, _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } } });
  const { hostname, port, host } = new URL(origin);
  const head = `POST /mcp HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\naccept: text/event-stream\r\nmcp-protocol-version: 2026-07-28\r\nmcp-method: subscriptions/listen\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  let open = 0;
  const one = (): Promise<void> => new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.push(socket);
    let said = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(head + body));
    socket.on('data', (chunk: string) => {
      said = (said + chunk).slice(-2000);
      if (!said.includes('subscriptions/acknowledged')) return;
      open++;
      socket.removeAllListeners('data');
      socket.resume();
      resolve();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
  });
  for (let n = 0; n < count; n += 100) await Promise.all(Array.from({ length: Math.min(100, count - n) }, one));
  return { get open() { return open; }, close: () => { for (const each of sockets) each.destroy(); } };
}
