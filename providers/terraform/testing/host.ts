/** The host side of go-plugin, as terraform is: starts a provider, checks its handshake, speaks mutual TLS. */
import { type ChildProcess, spawn } from 'node:child_process';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { type Certificate, createCertificate, pem } from '../src/plugin/certificate.ts';

export const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2', PLUGIN_PROTOCOL_VERSIONS: '5,6' };
export const program = [process.execPath, join(import.meta.dirname, '../src/bin.ts')] as const;

export interface Started { readonly process: ChildProcess; readonly line: string; readonly address: string; readonly certificate: string }

export async function startPlugin(host: Certificate, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(program[0], program.slice(1), { env: { ...process.env, ...COOKIE, PLUGIN_CLIENT_CERT: host.cert, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const line = String(await new Promise((resolve) => child.stdout.once('data', resolve))).trim();
  const [, , , address = '', , raw = ''] = line.split('|');
  return { process: child, line, address, certificate: pem(Buffer.from(raw, 'base64').toString('base64')) }; // Node wants the padding that the handshake leaves out
}

export function connectTo({ address, certificate }: Started, host?: Certificate): ClientHttp2Session {
  const own = host === undefined ? {} : { cert: host.cert, key: host.key };
  return connectHttp2('https://localhost', { createConnection: () => connectTls({ socket: connectSocket(address), ca: certificate, servername: 'localhost', ALPNProtocols: ['h2'], ...own }) });
}

export const hostCertificate = (): Certificate => createCertificate(Date.now());
