/** What stands before a hub in production: it ends TLS. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface TlsFront {
  readonly port: number;
  /** A file that says whom to trust. */
  readonly certificate: string;
  /** What it was asked: `GET /v1/providers/…`. */
  readonly asked: string[];
  stop(): void;
}

export async function openTlsFront(folder: string, hub: string): Promise<TlsFront> {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-keyout', key, '-out', certificate, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']);
  const target = new URL(hub);
  const asked: string[] = [];
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    const onward = request({ host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { port: (server.address() as AddressInfo).port, certificate, asked, stop: () => { server.close(); server.closeAllConnections(); } };
}
