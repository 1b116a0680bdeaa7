/** The plugin side of go-plugin: one line on stdout says where we are, then both sides prove who they are. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { grpcServer, type Routes } from '@patchbay/grpc';
import { createCertificate } from './certificate.ts';
import { createLog } from './log.ts';
import { createPrinted } from './printed.ts';
import type { PluginProcess } from './process.ts';
import { withServices } from './services.ts';

/** Not a secret: it only tells a host from a person who starts the program by hand. */
const COOKIE = ['TF_PLUGIN_MAGIC_COOKIE', 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'] as const;
export const PROTOCOL = 6;

/** Starts to serve, or says why not and answers false. */
export async function servePlugin(routes: Routes, process: PluginProcess): Promise<boolean> {
  const { env } = process;
  const offered = env['PLUGIN_PROTOCOL_VERSIONS']?.split(',').map(Number) ?? [PROTOCOL];
  if (env[COOKIE[0]] !== COOKIE[1]) return refuse(process, 'This is the Terraform provider of Patchbay. Terraform starts it by itself: name it in required_providers and run terraform init.');
  if (!offered.includes(PROTOCOL)) return refuse(process, `This provider speaks plugin protocol ${PROTOCOL}, and the host offers ${offered.join(', ')}. Use terraform 1.8 or newer.`);

  const log = createLog(process.err, process.now);
  const printed = createPrinted();
  const hostCertificate = env['PLUGIN_CLIENT_CERT']; // absent under TF_DISABLE_PLUGIN_TLS
  const own = hostCertificate === undefined || hostCertificate === '' ? undefined : createCertificate(process.now());
  let folder: string | undefined;
  const leave = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  const server = grpcServer(withServices(routes, { shutdown: leave, printed: printed.stream }), {
    ...(own === undefined ? {} : { tls: { cert: own.cert, key: own.key, ca: hostCertificate!, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } }),
    // The host reads every line, also when it shows none.
    ...(isHeard(env) ? { observe: ({ path, status, milliseconds }) => log('trace', 'call', { path, status, milliseconds: Math.round(milliseconds * 10) / 10 }) } : {}),
  });
  if (!process.windows) folder = mkdtempSync(join(env['PLUGIN_UNIX_SOCKET_DIR'] ?? process.temporary, 'plugin-'));
  const address = folder === undefined ? await onPort(server, env) : await onSocket(server, join(folder, 's'));
  server.on('error', (error: Error) => log('error', 'the listener failed', { reason: error.message }));
  server.on('tlsClientError', (error: Error) => log('warn', 'a client was refused', { reason: error.message }));
  // Before the line: a signal may follow it at once. Ctrl-C reaches us, too, but the host decides: it calls StopProvider, then Shutdown.
  process.onSignals({ interrupt: () => {}, terminate: leave });
  process.onOrphaned(leave);
  const line = [1, PROTOCOL, address, 'grpc', own?.raw ?? '', ...(env['PLUGIN_MULTIPLEX_GRPC'] === undefined ? [] : ['false'])];
  process.out(`${line.join('|')}\n`);
  process.takeOut(printed.put);
  return true;
}

const isHeard = (env: PluginProcess['env']): boolean => /^(trace|json)$/i.test(env['TF_LOG_PROVIDER'] ?? env['TF_LOG'] ?? '');

function refuse({ err, exit }: PluginProcess, why: string): false {
  err(`${why}\n`);
  exit(1);
  return false;
}

export async function onSocket(server: Server, path: string): Promise<string> {
  await listening(server, () => server.listen(path));
  return `unix|${path}`;
}

/** Windows has no such sockets for us; the host names the ports to choose from. */
async function onPort(server: Server, env: PluginProcess['env']): Promise<string> {
  const [least, most] = [Number(env['PLUGIN_MIN_PORT'] ?? 0), Number(env['PLUGIN_MAX_PORT'] ?? 0)];
  for (let port = least; ; port++) {
    try {
      await listening(server, () => server.listen(port, '127.0.0.1'));
      return `tcp|127.0.0.1:${(server.address() as AddressInfo).port}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port >= most) throw error;
    }
  }
}

function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
}
