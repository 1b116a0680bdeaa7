/** Requests that try to be two, or to speak to somebody else over our connection. */
import type { EgressRequest } from '@patchbay/egress';
import type { Ledger } from './ledger.ts';
import { get, never, OK, OUTSIDE, type World } from './world.ts';

const BAD_VALUES = ['a\r\nx-evil: 1', 'a\nx-evil: 1', 'a\rx-evil: 1', 'a\r\n\r\nGET /evil HTTP/1.1\r\n', 'a\0b', 'a\x7fb', 'a\x1bb', 'snow ☃', 'a\u010db', 'a\u560a\u560dx-evil: 1'];
const BAD_NAMES = ['x evil', 'x-evil:', 'x-evil\r\ny', '', 'x-ëvil', 'x\0y', '(x)', 'x\ty'];
const OURS = ['Host', 'hOST', 'Connection', 'Keep-Alive', 'Proxy-Connection', 'Proxy-Authorization', 'Transfer-Encoding', 'Content-Length', 'TE', 'Trailer', 'Upgrade', 'Expect', 'HTTP2-Settings'];

export async function heads(world: World, ledger: Ledger): Promise<void> {
  const egress = world.egress();
  const url = `http://${OUTSIDE}:${world.port}/hook`;
  world.outside.answer = (_, socket) => socket.end(OK);
  const before = world.outside.seen.length;
  const refused = (name: string, more: Partial<EgressRequest>) => ledger.refused(name, egress.send({ method: 'POST', url, ...more }, never), 'invalid');

  for (const value of BAD_VALUES) await refused(`header value ${JSON.stringify(value)}`, { headers: { 'x-a': value } });
  for (const name of BAD_NAMES) await refused(`header name ${JSON.stringify(name)}`, { headers: { [name]: 'a' } });
  for (const name of OURS) await refused(`header ${name}`, { headers: { [name]: '1' } });
  await refused('a value that is no text', { headers: { 'x-a': ['a', 'b\r\nc'] as never } });
  for (const method of ['CONNECT', 'TRACE', 'PRI', 'get', 'GET /x HTTP/1.1\r\nhost: inside\r\n\r\n', '']) await refused(`method ${JSON.stringify(method)}`, { method });
  await refused('a thousand headers', { headers: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x-${n}`, 'a'])) });
  await refused('a header of a megabyte', { headers: { 'x-a': 'a'.repeat(1_000_000) } });
  ledger.holds('nothing of that reached the wire', world.outside.seen.length === before);

  for (const path of ['/%0d%0ax-evil:%201', '/a\r\nx-evil: 1', '/a\tb\nc', '/a b', '/ä☃', '/?q=\r\n\r\nGET /evil HTTP/1.1', '/#\r\nx-evil: 1']) {
    const at = world.outside.seen.length;
    await ledger.honest(`path ${JSON.stringify(path)}`, get(egress, `http://${OUTSIDE}:${world.port}${path}`));
    const wire = world.outside.seen.slice(at).join('');
    ledger.holds(`path ${JSON.stringify(path)} stays one request without headers of its own`, /^GET \/[\x21-\x7e]* HTTP\/1\.1\r\nhost: [\d.:]+\r\nconnection: keep-alive\r\n\r\n$/i.test(wire));
  }
  const at = world.outside.seen.length;
  const body = 'x\r\n\r\nGET /evil HTTP/1.1\r\nhost: inside\r\n\r\n';
  await ledger.honest('a body that looks like a request', egress.send({ method: 'POST', url, body }, never));
  ledger.holds('the length of a body is the hub’s to say', world.outside.seen.slice(at).join('').toLowerCase().includes(`content-length: ${body.length}\r\n`));
}
