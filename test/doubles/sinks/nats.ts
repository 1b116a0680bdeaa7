/** A NATS server with one stream, as strict as the real one: it hangs up on what it can’t read, knows tokens, limits payloads and drops what came twice. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface NatsDouble {
  readonly url: string;
  readonly messages: readonly { readonly subject: string; readonly id: string; readonly payload: string }[];
  /** Says no to the next message: the stream is full. */
  fullOnce(): void;
  /** Takes the next messages and acknowledges none. */
  silent(on: boolean): void;
  hangUp(): void;
  stop(): Promise<void>;
}

export const NATS_TOKEN = 'hunter2-nats';
const MAX_PAYLOAD = 65_536;

export async function startNats({ token }: { readonly token: boolean }): Promise<NatsDouble> {
  const messages: { subject: string; id: string; payload: string }[] = [];
  const open = new Set<Socket>();
  let full = false;
  let silent = false;

  function converse(socket: Socket): void {
    let rest: Buffer = Buffer.alloc(0);
    let inbox: { subject: string; sid: string } | undefined;
    let welcome = !token;
    let greeted = false;
    const die = (why: string): void => { socket.end(`-ERR '${why}'\r\n`); };
    socket.on('error', () => undefined);
    socket.write(`INFO ${JSON.stringify({ server_id: 'DOUBLE', version: '2.9.0', proto: 1, headers: true, max_payload: MAX_PAYLOAD, jetstream: true, auth_required: token })}\r\n`);
    socket.write('PING\r\n');

    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.toString('utf8', 0, end);
        if (!line.startsWith('HPUB ')) {
          rest = rest.subarray(end + 2);
          if (!word(line)) return;
          continue;
        }
        const [, subject = '', reply = '', headBytes = '', bytes = ''] = line.split(' ');
        const total = Number(bytes);
        if (total > MAX_PAYLOAD) return die('Maximum Payload Violation');
        if (rest.length < end + 4 + total) return;
        const head = rest.toString('utf8', end + 2, end + 2 + Number(headBytes));
        const payload = rest.toString('utf8', end + 2 + Number(headBytes), end + 2 + total);
        if (rest.toString('latin1', end + 2 + total, end + 4 + total) !== '\r\n') return die('Unknown Protocol Operation');
        rest = rest.subarray(end + 4 + total);
        publish(subject, reply, head, payload);
      }
    });

    function word(line: string): boolean {
      const [verb = ''] = line.split(' ');
      if (verb === 'CONNECT') {
        const said = JSON.parse(line.slice(8)) as { auth_token?: string; headers?: boolean; no_responders?: boolean };
        welcome = !token || said.auth_token === NATS_TOKEN;
        greeted = true;
        if (!welcome) die(`Authorization Violation for ${String(said.auth_token)}`);
        return welcome;
      }
      if (verb === 'PONG') return true;
      if (!greeted || !welcome) { die('Authorization Violation'); return false; }
      if (verb === 'PING') socket.write('PONG\r\n');
      else if (verb === 'SUB') inbox = { subject: line.split(' ')[1] ?? '', sid: line.split(' ')[2] ?? '' };
      else { die('Unknown Protocol Operation'); return false; }
      return true;
    }

    function publish(subject: string, reply: string, head: string, payload: string): void {
      if (/[\s*>]|\.\.|^\.|\.$/.test(subject)) return die('Invalid Publish Subject');
      const id = /^NATS\/1\.0\r\nNats-Msg-Id: (\S+)\r\n\r\n$/.exec(head)?.[1];
      if (id === undefined || inbox === undefined || !reply.startsWith(inbox.subject.slice(0, -1))) return die('Parser Error');
      if (!subject.startsWith('patchbay.')) return answer(reply, 'NATS/1.0 503\r\n\r\n', '');
      if (full) {
        full = false;
        return answer(reply, '', JSON.stringify({ error: { code: 503, err_code: 10_077, description: 'maximum messages exceeded' } }));
      }
      const before = messages.findIndex((each) => each.id === id);
      if (before === -1) messages.push({ subject, id, payload });
      if (!silent) answer(reply, '', JSON.stringify({ stream: 'PATCHBAY', seq: before === -1 ? messages.length : before + 1, ...(before === -1 ? {} : { duplicate: true }) }));
    }

    function answer(subject: string, head: string, payload: string): void {
      if (head === '') socket.write(`MSG ${subject} ${inbox!.sid} ${payload.length}\r\n${payload}\r\n`);
      else socket.write(`HMSG ${subject} ${inbox!.sid} ${head.length} ${head.length + payload.length}\r\n${head}${payload}\r\n`);
    }
  }

  const server = createServer((socket) => { open.add(socket.once('close', () => open.delete(socket))); converse(socket); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const hangUp = (): void => { for (const socket of open) socket.destroy(); };
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`, messages, hangUp,
    fullOnce: () => { full = true; },
    silent: (on) => { silent = on; },
    async stop() {
      hangUp();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
