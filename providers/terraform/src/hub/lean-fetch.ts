/** What the client of the hub needs of fetch, on node:http: a provider lives for a second or two, and there the web's streams cost more than the questions. */
import type { IncomingMessage } from 'node:http';

/** Takes text for a body, and never follows a redirect. Both modules keep connections open by themselves; they are loaded after the handshake. */
export const leanFetch: typeof fetch = async (url, { method = 'GET', headers = {}, body, signal } = {}) => {
  const to = new URL(url as string); // the client has only texts
  const { request } = to.protocol === 'https:' ? await import('node:https') : await import('node:http');
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const asked = request(to, { method, headers: headers as Record<string, string> });
    const stop = (): void => void asked.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', stop, { once: true });
    asked.once('close', () => signal?.removeEventListener('abort', stop));
    asked.once('error', reject);
    asked.once('response', (answer) => resolve(responseOf(answer) as Response)); // the part of it that the client reads
    asked.end(body ?? undefined);
  });
};

function responseOf(answer: IncomingMessage): Pick<Response, 'ok' | 'status' | 'type' | 'text'> & { readonly headers: Pick<Headers, 'get'> } {
  const status = answer.statusCode ?? 0;
  const text = textOf(answer);
  text.catch(() => {}); // whoever asks for it hears it
  return { status, ok: status >= 200 && status < 300, type: 'basic', headers: { get: (name) => answer.headers[name]?.toString() ?? null }, text: () => text };
}

function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    answer.on('data', (part: Buffer) => parts.push(part));
    answer.once('error', reject);
    answer.once('end', () => resolve(Buffer.concat(parts).toString()));
  });
}
