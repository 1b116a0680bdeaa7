/** The plugin side of Pulumi: the first line on stdout is the port. */
import type { AddressInfo } from 'node:net';
import { grpcServer, type Routes } from '@patchbay/grpc';

/** The process as a plugin needs it. `bin.ts` hands in the real one. */
export interface PluginProcess {
  out(text: string): void;
  exit(code: number): void;
  onSignals(handlers: { readonly interrupt: () => void; readonly terminate: () => void }): void;
  /** An engine that was killed says no goodbye. */
  onOrphaned(leave: () => void): void;
}

/** Plain gRPC, for this computer only: that is what the engine speaks. */
export async function servePlugin(routes: Routes, { out, exit, onSignals, onOrphaned }: PluginProcess): Promise<void> {
  const server = grpcServer(routes);
  const leave = (): void => exit(0);
  // Ctrl-C reaches us, too, but the engine decides: it calls Cancel, waits for what is under way, then ends us.
  onSignals({ interrupt: () => {}, terminate: leave });
  onOrphaned(leave);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  out(`${(server.address() as AddressInfo).port}\n`); // it listens on a port
}
