/** Through a CONNECT proxy: the proxy is told an address that was judged here, and nothing that it says leaks or is believed. */
import type { Socket } from 'node:net';
import type { EgressProxy } from '@patchbay/egress';
import type { Ledger } from './ledger.ts';
import { get, INSIDE, listen, OK, OUTSIDE, portOf, textOf, type World } from './world.ts';

export async function proxies(world: World, ledger: Ledger): Promise<void> {
  const asked: string[] = [];
  let welcome = (socket: Socket): void => { socket.write('HTTP/1.1 200 Connection established\r\n\r\n'); };
  /** Plays the target as well: what comes through the tunnel is answered here. */
  const proxy = await listen(OUTSIDE, 0, (socket) => {
    socket.once('data', (head) => {
      asked.push(head.toString('latin1'));
      welcome(socket);
      socket.on('data', (inner) => { asked.push(inner.toString('latin1')); socket.end(OK); });
    });
  });
  const at: EgressProxy = { url: `http://${OUTSIDE}:${portOf(proxy)}`, authorization: 'Basic aHVudGVyMg==' };
  const egress = world.egress({ proxy: at, deadlineMs: 1_000 });
  const name = world.dns.name('target.test', (type) => ({ addresses: type === 'A' ? ['1.1.1.1'] : [] }));

  await ledger.honest('through the proxy', get(egress, `http://${name}/path`), (reply) => textOf(reply) === 'ok' && reply.remoteAddress === '1.1.1.1');
  ledger.holds('the proxy was told the address that was judged', asked[0]?.startsWith('CONNECT 1.1.1.1:80 HTTP/1.1\r\n') === true);
  ledger.holds('with the credentials of the proxy', /proxy-authorization: Basic aHVudGVyMg==\r\n/i.test(asked[0] ?? ''));
  ledger.holds('which the target does not get', !/proxy-authorization/i.test(asked[1] ?? '') && /^GET \/path HTTP\/1\.1\r\nhost: target\.test\r\n/i.test(asked[1] ?? ''));

  const before = asked.length;
  await ledger.refused('an inside address, through the proxy', get(egress, `http://${INSIDE}/`), 'egress.denied');
  await ledger.refused('a name that leads inside, through the proxy', get(egress, `http://${world.dns.name('sneak.test', () => ({ addresses: ['10.0.0.1'] }))}/`), 'egress.denied');
  await ledger.refused('mixed answers, through the proxy', get(egress, `http://${world.dns.name('sneak2.test', () => ({ addresses: ['1.1.1.1', '10.0.0.1'] }))}/`), 'egress.denied');
  ledger.holds('the proxy heard nothing of these', asked.length === before);

  for (const [what, answer] of [['refuses', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'], ['wants other credentials', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'], ['redirects', `HTTP/1.1 302 Found\r\nlocation: http://${INSIDE}:${world.port}/\r\n\r\n`], ['talks nonsense', 'SSH-2.0-OpenSSH\r\n']] as const) {
    welcome = (socket) => socket.end(answer);
    const failure = await ledger.refused(`a proxy that ${what}`, get(egress, `http://${name}/${what.length}`), 'connect');
    ledger.holds(`the refusal of a proxy that ${what} shows no credentials`, failure === undefined || !JSON.stringify([failure.message, failure.details]).includes('aHVudGVyMg'));
  }
  welcome = () => undefined;
  await ledger.refused('a proxy that hangs', get(egress, `http://${name}/hang`), 'timeout');
  welcome = (socket) => { socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`); };
  await ledger.refused('a proxy with headers without end', get(egress, `http://${name}/endless`), 'connect', 'too_large');

  welcome = (socket) => { socket.write('HTTP/1.1 200 OK\r\n\r\n'); };
  const delegating = world.egress({ proxy: { ...at, resolves: 'proxy' }, deadlineMs: 1_000 });
  await ledger.honest('a proxy that resolves by itself gets the name', get(delegating, 'http://only-the-proxy-knows.test/'), (reply) => reply.remoteAddress === undefined);
  ledger.holds('as it is', asked.some((head) => head.startsWith('CONNECT only-the-proxy-knows.test:80 ')));
  await ledger.refused('an inside address is refused all the same', get(delegating, `http://${INSIDE}/`), 'egress.denied');
  await ledger.refused('a policy that names networks gets no further', get(delegating, 'http://only-the-proxy-knows.test/', { policy: { deny: ['203.0.113.0/24'] } }), 'egress.denied');
  proxy.close();
}
