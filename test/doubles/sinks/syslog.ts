/** A syslog receiver that takes only what the standards allow: RFC 5424 messages, framed by octet counting, or one per datagram. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { certificate, certificateKey } from './certificate.ts';

export interface SyslogMessage {
  readonly priority: number;
  readonly time: string;
  readonly host: string;
  readonly app: string;
  readonly id: string;
  readonly data: string;
  readonly text: string;
}

export interface SyslogDouble {
  readonly address: string;
  readonly messages: readonly SyslogMessage[];
  /** What was no syslog. */
  readonly broken: readonly string[];
  /** The next connection is cut after so many bytes. */
  cutNext(afterBytes: number): void;
  stop(): Promise<void>;
}

const HEAD = /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) (-|(?:\[[^\]]+\])+) ([^]*)$/;

export async function startSyslog(transport: 'tcp' | 'tls' | 'udp'): Promise<SyslogDouble> {
  const messages: SyslogMessage[] = [];
  const broken: string[] = [];
  let cut: number | undefined;

  function take(text: string): void {
    const found = HEAD.exec(text);
    const priority = Number(found?.[1]);
    if (found === null || priority > 191) return void broken.push(text.slice(0, 200));
    const [, , time = '', host = '', app = '', , id = '', data = '', message = ''] = found;
    messages.push({ priority, time, host, app, id, data, text: message });
  }

  function converse(socket: Socket): void {
    const limit = cut;
    cut = undefined;
    let rest: Buffer = Buffer.alloc(0);
    let read = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (limit !== undefined && read >= limit) return void socket.destroy();
      rest = Buffer.concat([rest, chunk]);
      for (let found = /^(\d{1,7}) /.exec(rest.toString('latin1', 0, 12)); found !== null; found = /^(\d{1,7}) /.exec(rest.toString('latin1', 0, 12))) {
        const [from, length] = [found[0].length, Number(found[1])];
        if (rest.length < from + length) return;
        take(rest.toString('utf8', from, from + length));
        rest = rest.subarray(from + length);
      }
      if (rest.length > 12) broken.push(`no octet count: ${rest.toString('latin1', 0, 40)}`);
    });
    socket.on('end', () => { if (rest.length > 0) broken.push('half a frame'); });
  }

  if (transport === 'udp') {
    const socket = createSocket('udp4').on('message', (bytes) => (bytes.length > 2048 ? broken.push('larger than a receiver has to take') : take(bytes.toString('utf8')))).bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return { address: `127.0.0.1:${socket.address().port}`, messages, broken, cutNext: () => undefined, stop: async () => { socket.close(); } };
  }
  const open = new Set<Socket>();
  const meet = (socket: Socket): void => { open.add(socket.once('close', () => open.delete(socket))); converse(socket); };
  const server: Server = transport === 'tcp' ? createServer(meet) : createTlsServer({ cert: certificate, key: certificateKey }, meet);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`, messages, broken,
    cutNext: (afterBytes) => { cut = afterBytes; },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
