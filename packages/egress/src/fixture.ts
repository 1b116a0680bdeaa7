/** Loopback servers and egresses for the tests of this room; `closeAll` ends what a file has opened. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '@patchbay/contracts';
import { createEgress, type EgressOptions } from './egress.ts';
import type { Lookup } from './resolver.ts';

export const LOOPBACK = { allow: ['127.0.0.0/8'] };
export const never = new AbortController().signal;

export function openFixture() {
  const open: { close(): unknown }[] = [];
  return {
    closeAll: async () => { for (const each of open.splice(0)) await each.close(); },
    closeLater: (each: { close(): unknown }) => { open.push(each); },
    async server(answer: RequestListener): Promise<{ port: number; url: string; server: Server }> {
      const started = createServer(answer);
      await new Promise<void>((resolve) => { started.listen(0, '127.0.0.1', resolve); });
      open.push({ close: () => { started.closeAllConnections(); started.close(); } });
      const { port } = started.address() as AddressInfo;
      return { port, url: `http://127.0.0.1:${port}/`, server: started };
    },
    egress(options: EgressOptions = LOOPBACK, lookup?: Lookup, now?: () => number) {
      const made = createEgress({ ...(lookup === undefined ? {} : { lookup }), ...(now === undefined ? {} : { now }) }, options);
      open.push(made);
      return made;
    },
  };
}

export const at = (...addresses: string[]): Lookup => async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** The refusal that the work must end in. */
export async function refusal(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (error instanceof Failure) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}
