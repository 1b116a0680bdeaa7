/** Serves in one's own process, under a debugger or in a test; terraform attaches to it and never stops it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grpcServer, type Routes } from '@patchbay/grpc';
import { createPrinted } from './printed.ts';
import { onSocket, PROTOCOL } from './serve.ts';
import { withServices } from './services.ts';

export interface Attached {
  /** For terraform: where we are. */
  readonly env: { readonly TF_REATTACH_PROVIDERS: string };
  close(): void;
}

export async function serveAttached(source: string, routes: Routes, pid: number): Promise<Attached> {
  const folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  const path = join(folder, 's');
  const server = grpcServer(withServices(routes, { shutdown: () => {}, printed: createPrinted().stream }));
  await onSocket(server, path);
  const at = { Protocol: 'grpc', ProtocolVersion: PROTOCOL, Pid: pid, Test: true, Addr: { Network: 'unix', String: path } };
  return Object.freeze({
    env: { TF_REATTACH_PROVIDERS: JSON.stringify({ [source]: at }) },
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}
