/** What people at the engine are told while a call goes on. Nothing hangs on whether it hears: they are told at the end, too. */
import { connect } from 'node:http2';
import { call, int, message, string } from '@patchbay/grpc';

const log = { request: message({ severity: int(1), message: string(2), urn: string(3) }), response: message({}) };
const INFO = 1;
const PATIENCE_MS = 5000;

export async function tellEngine(address: string, urn: string | undefined, text: string): Promise<void> {
  if (!URL.canParse(`http://${address}`)) return;
  const session = connect(`http://${address}`);
  session.on('error', () => undefined); // the call fails with it
  await call(session, '/pulumirpc.Engine/Log', log, { severity: INFO, message: text, urn }, AbortSignal.timeout(PATIENCE_MS)).catch(() => undefined);
  session.destroy();
}
