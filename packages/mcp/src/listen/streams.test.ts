import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Caller, type EventView, Failure, scopeSet, type TenantId } from '@patchbay/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Turn } from '../turn.ts';
import { createStreams, type Streams } from './streams.ts';

const caller: Caller = { tenant: 'ten_1' as TenantId, principal: 'key_1', name: 'tests', scopes: scopeSet(['*']), issuers: [] };
const event: EventView = { id: 'evt_1', seq: 1, type: 'api_key.deleted', subject: 'key_2', time: '2030-01-01T00:00:00.000Z', data: {} };

let server: Server;
let streams: Streams;
let known: boolean;
let hear: ((event: EventView) => void) | undefined;
let opened: (raw: ServerResponse) => void;

beforeEach(async () => {
  known = true;
  hear = undefined;
  streams = createStreams({
    house: { limit: () => ({ name: 'tests', limit: 1, window: 60, remaining: 1, reset: 0 }), catalog: { resources: [], actions: [], listFor: () => [], find: () => undefined }, async authenticate() { if (!known) throw new Failure('credential.invalid', 'The key is gone'); return caller; } },
    broadcast: { follow(_, tell) { hear = tell; return () => { hear = undefined; }; } },
    tasks: { follow: () => () => undefined, own: () => [] },
    sees: () => true, heartbeat: 10, maxStreams: 1, maxStreamsPerTenant: 1, stopping: new AbortController().signal, changes: () => () => undefined,
  });
  server = createServer((_, raw) => opened(raw));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const turn = { id: 1, caller, capabilities: {}, params: { notifications: { toolsListChanged: true } } } as unknown as Turn; // what listening looks at

/** Asks, and gives what the server answers into. */
async function ask(signal?: AbortSignal): Promise<{ raw: ServerResponse; reply: Promise<Response> }> {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  opened = resolve;
  const reply = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, signal === undefined ? {} : { signal }); // it listens on TCP, so the address is no pipe
  reply.catch(() => undefined);
  return { raw: await promise, reply };
}

/** What happens in the instant when the last words are said. */
function meanwhile(raw: ServerResponse, work: () => void): void {
  const end = raw.end.bind(raw);
  raw.end = ((text: string) => { end(text); work(); return raw; }) as typeof raw.end;
}

test.each([['whose key is gone', () => { known = false; }], ['of a hub that stops', () => streams.stop()]])('a listener %s is told nothing behind its last words', async (_, happens) => {
  const { raw, reply } = await ask();
  const faults: unknown[] = [];
  raw.on('error', (error) => faults.push(error));
  streams.listen(turn, {}, () => raw);
  const ended = Promise.withResolvers<void>();
  const tell = hear!;
  meanwhile(raw, () => { tell(event); ended.resolve(); });
  happens();
  await ended.promise;
  expect(await (await reply).text()).not.toContain('list_changed');
  expect([faults, hear]).toEqual([[], undefined]);
});

test('a client that went away before its stream began takes no place', async () => {
  const left = new AbortController();
  const { raw } = await ask(left.signal);
  left.abort();
  await vi.waitFor(() => expect(raw.destroyed).toBe(true));
  streams.listen(turn, {}, () => raw);
  const { raw: next, reply } = await ask();
  streams.listen(turn, {}, () => next);
  hear!(event);
  streams.stop();
  expect(await (await reply).text()).toContain('list_changed');
});
