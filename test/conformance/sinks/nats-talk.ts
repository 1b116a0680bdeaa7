/** Asks a NATS server about its streams, the plain way: one question at a time. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Document } from '@patchbay/contracts';
import { natsCredentials } from '@patchbay/vault';

export interface NatsTalk {
  ask(subject: string, question: object): Promise<Document>;
  close(): void;
}

export interface NatsTalkOptions {
  readonly token?: string | undefined;
  readonly credentials?: string | undefined;
  readonly ca?: string | undefined;
}

export async function talkNats(port: number, { token, credentials, ca }: NatsTalkOptions): Promise<NatsTalk> {
  const plain = connect(port, '127.0.0.1');
  const info = JSON.parse((await line(plain)).slice(5)) as { nonce?: string };
  const socket: Socket = ca === undefined ? plain : connectTls({ socket: plain, ca, servername: 'localhost' });
  const signed = credentials === undefined ? undefined : natsCredentials(credentials);
  socket.write(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, no_responders: true, auth_token: token, ...(signed === undefined ? {} : { jwt: signed.jwt, sig: signed.sign(info.nonce ?? '') }) })}\r\nSUB _INBOX.talk 1\r\n`);
  let text = '';
  let heard: (() => void) | undefined;
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes('PING\r\n')) socket.write('PONG\r\n');
    text = text.replaceAll('PING\r\n', '');
    heard?.();
  });

  async function ask(subject: string, question: object): Promise<Document> {
    text = '';
    const body = JSON.stringify(question);
    socket.write(`PUB ${subject} _INBOX.talk ${Buffer.byteLength(body)}\r\n${body}\r\n`);
    for (;;) {
      const found = /^MSG _INBOX\.talk 1 (\d+)\r\n/m.exec(text);
      const from = found === null ? 0 : found.index + found[0].length;
      if (found !== null && Buffer.byteLength(text.slice(from)) >= Number(found[1])) {
        const answer = JSON.parse(Buffer.from(text.slice(from)).subarray(0, Number(found[1])).toString()) as Document;
        if (answer['error'] !== undefined) throw new Error(`${subject}: ${JSON.stringify(answer['error'])}`);
        return answer;
      }
      if (/^-ERR|^HMSG/m.test(text)) throw new Error(`${subject}: ${text.slice(0, 200)}`);
      await new Promise<void>((resolve) => { heard = resolve; });
    }
  }

  return { ask, close: () => { socket.destroy(); plain.destroy(); } };
}

const line = (socket: Socket): Promise<string> => new Promise((resolve, reject) => { socket.once('error', reject).once('data', (chunk: Buffer) => resolve(chunk.toString().split('\r\n')[0]!)); });
