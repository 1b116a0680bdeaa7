/** What every plugin of go-plugin serves besides its own: health, shutdown, and what it prints. */
import { bytes, int, message, type Routes, serverStream, string, unary } from '@patchbay/grpc';

const Empty = message({});
const HealthRequest = message({ service: string(1) });
const HealthResponse = message({ status: int(1) });
const Printed = message({ channel: int(1), data: bytes(2) });
const SERVING = 1;
const STDOUT = 1;
/** The answer to Shutdown goes out first. */
const LAST_WORDS_MS = 3;

export interface ServicePorts {
  readonly shutdown: () => void;
  /** What somebody printed to stdout after the handshake. */
  readonly printed: (signal: AbortSignal) => AsyncIterable<Uint8Array>;
}

export const withServices = (routes: Routes, { shutdown, printed }: ServicePorts): Routes => new Map([
  ...routes,
  ['/grpc.health.v1.Health/Check', unary(HealthRequest, HealthResponse, () => ({ status: SERVING }))],
  ['/plugin.GRPCController/Shutdown', unary(Empty, Empty, () => {
    setTimeout(shutdown, LAST_WORDS_MS);
    return {};
  })],
  ['/plugin.GRPCStdio/StreamStdio', serverStream(Empty, Printed, async function* (_, signal) {
    for await (const data of printed(signal)) yield { channel: STDOUT, data };
  })],
]);
