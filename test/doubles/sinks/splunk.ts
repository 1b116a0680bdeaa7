/** Splunk’s HTTP event collector, as far as its documentation describes it: tokens, limits, channels and acknowledgements. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SplunkDouble {
  readonly url: string;
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** How many looks an acknowledgement takes. */
  acknowledgeAfter(looks: number): void;
  busy(times: number): void;
  stop(): Promise<void>;
}

export const SPLUNK_TOKEN = '4c2b8a6e-hunter2-0f1e2d3c4b5a';
const MOST_BYTES = 1_000_000;

export async function startSplunk({ acknowledgements }: { readonly acknowledgements: boolean }): Promise<SplunkDouble> {
  const events: Record<string, unknown>[] = [];
  const looked = new Map<string, number>();
  let after = 1;
  let busy = 0;
  let acks = 0;

  function take(request: IncomingMessage, url: URL, body: string): readonly [number, object] {
    const channel = url.searchParams.get('channel') ?? request.headers['x-splunk-request-channel'];
    const given = request.headers['authorization'];
    if (given === undefined) return [401, { text: 'Token is required', code: 2 }];
    if (!given.startsWith('Splunk ')) return [401, { text: 'Invalid authorization', code: 3 }];
    if (given !== `Splunk ${SPLUNK_TOKEN}`) return [403, { text: `Invalid token ${given}`, code: 4 }];
    if (acknowledgements && !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(String(channel))) return [400, { text: 'Data channel is missing', code: 10 }];
    if (request.method !== 'POST') return [405, {}];
    if (url.pathname === '/services/collector/ack') return acknowledge(String(channel), body);
    if (url.pathname !== '/services/collector/event') return [404, { text: 'The requested URL was not found on this server.', code: 404 }];
    if (busy-- > 0) return [503, { text: 'Server is busy', code: 9 }];
    if (Buffer.byteLength(body) > MOST_BYTES) return [413, { text: 'Content-Length too large', code: 27 }];
    const found = envelopesOf(body);
    if (found.length === 0) return [400, { text: 'No data', code: 5 }];
    if (found.some((each) => !('event' in each))) return [400, { text: 'Event field is required', code: 12 }];
    events.push(...found);
    return [200, { text: 'Success', code: 0, ...(acknowledgements ? { ackId: acks++ } : {}) }];
  }

  function acknowledge(channel: string, body: string): readonly [number, object] {
    const asked = (JSON.parse(body) as { acks: number[] }).acks;
    return [200, { acks: Object.fromEntries(asked.map((id) => { const key = `${channel} ${id}`; const times = (looked.get(key) ?? 0) + 1; looked.set(key, times); return [String(id), id < acks && times >= after]; })) }];
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const [status, answer] = take(request, new URL(request.url ?? '', 'http://splunk'), Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, events,
    acknowledgeAfter: (looks) => { after = looks; },
    busy: (times) => { busy = times; },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

/** One after the other, with or without line ends between them. */
function envelopesOf(body: string): Record<string, unknown>[] {
  return body.split(/\n(?=\{)/).filter((part) => part.trim() !== '').map((part) => JSON.parse(part) as Record<string, unknown>);
}
