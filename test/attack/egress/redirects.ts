/** Answers that point inside. A redirect is an answer like any other: nothing goes where it points. */
import type { Ledger } from './ledger.ts';
import { get, INSIDE, OUTSIDE, type World } from './world.ts';

export async function redirects(world: World, ledger: Ledger): Promise<void> {
  const egress = world.egress();
  const inside = `http://${INSIDE}:${world.port}/`;
  for (const status of [300, 301, 302, 303, 305, 307, 308]) {
    for (const location of [inside, `//${INSIDE}:${world.port}/`, 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd', '/again']) {
      const before = world.outside.seen.length;
      world.outside.answer = (_, socket) => socket.end(`HTTP/1.1 ${status} Moved\r\nlocation: ${location}\r\nrefresh: 0; url=${inside}\r\nalt-svc: h2="${INSIDE}:${world.port}"\r\nlink: <${inside}>; rel=preload\r\ncontent-location: ${inside}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      await ledger.honest(`${status} to ${location} is an answer`, get(egress, `http://${OUTSIDE}:${world.port}/`), (reply) => reply.status === status && reply.headers['location'] === location);
      ledger.holds(`${status} to ${location} is not followed`, world.outside.seen.length === before + 1);
    }
  }
  world.outside.answer = (_, socket) => socket.end('HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
  await ledger.honest('Retry-After is there to be read', get(egress, `http://${OUTSIDE}:${world.port}/`), ({ status, headers }) => status === 503 && headers['retry-after'] === '7');
}
