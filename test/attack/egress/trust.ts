/** TLS with real certificates: whom we believe, whom we don't, and who we are to whom. */
import { once } from 'node:events';
import { createServer as createTlsServer, type Server, type TlsOptions, type TLSSocket } from 'node:tls';
import type { EgressPolicy } from '@patchbay/egress';
import { hasOpenssl, openCertificates } from './certificates.ts';
import type { Ledger } from './ledger.ts';
import { get, listen, OUTSIDE, portOf, textOf, type World } from './world.ts';

export async function trust(world: World, ledger: Ledger): Promise<void> {
  if (!hasOpenssl()) return ledger.holds('certificates could NOT be probed: the program openssl is missing here; install it', false);
  using made = openCertificates();
  const [ours, theirs] = [made.authority('Ours'), made.authority('Theirs')];
  const servers: { close(): unknown }[] = [];
  const egress = world.egress();
  world.dns.name('good.test', () => ({ addresses: [OUTSIDE] }));
  const believing: EgressPolicy = { tls: { ca: ours.cert } };

  const serve = async (options: TlsOptions) => { const server = await tlsServer(options); servers.push(server); return portOf(server); };
  const send = (port: number, policy: EgressPolicy = believing, host = 'good.test') => get(egress, `https://${host}:${port}/`, { policy });

  const good = await serve(ours.issue('good.test'));
  await ledger.honest('a certificate of the right authority for the right name', send(good), (reply) => textOf(reply) === 'nobody');
  await ledger.refused('an authority that nobody told us of', send(good, {}), 'tls');
  await ledger.refused('another authority, though a session with this server is known', send(good, { tls: { ca: theirs.cert } }), 'tls');
  await ledger.refused('the right certificate for another name', send(await serve(ours.issue('other.test'))), 'tls');
  await ledger.refused('the right certificate asked for by address', send(good, believing, OUTSIDE), 'tls');
  await ledger.honest('a certificate for the address itself', send(await serve(ours.issue(OUTSIDE)), believing, OUTSIDE));
  await ledger.refused('an expired certificate', send(await serve(ours.issue('good.test', -1))), 'tls');
  await ledger.refused('a self-signed certificate', send(await serve(made.selfSigned('good.test'))), 'tls');
  await ledger.refused('a certificate for clients', send(await serve(ours.issue('good.test', 2, 'clientAuth'))), 'tls');
  await ledger.refused('a server that speaks only TLS 1.1', send(await serve({ ...ours.issue('good.test'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' })), 'tls', 'connect');
  await ledger.refused('plain HTTP where TLS was asked for', get(egress, `https://${OUTSIDE}:${world.port}/`), 'tls', 'connect');

  const silent = await listen(OUTSIDE, 0, () => undefined);
  servers.push(silent);
  const began = performance.now();
  await ledger.refused('a handshake that never ends', get(egress, `https://${OUTSIDE}:${portOf(silent)}/`, { deadlineMs: 300 }), 'timeout');
  ledger.holds('the deadline covers the handshake', performance.now() - began < 700);

  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  await ledger.refused('a self-signed certificate, checks switched off by the environment', send(await serve(made.selfSigned('good.test'))), 'tls');
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];

  const asking = await serve({ ...ours.issue('good.test'), ca: ours.cert, requestCert: true, rejectUnauthorized: true });
  const identity = (name: string, by = ours): EgressPolicy => ({ tls: { ca: ours.cert, ...by.issue(name, 2, 'clientAuth') } });
  const [alice, bob] = [identity('alice'), identity('bob')];
  await ledger.refused('no certificate where one is asked for', send(asking), 'tls', 'connect');
  await ledger.refused('a client certificate of an unknown authority', send(asking, identity('mallory', theirs)), 'tls', 'connect');
  await ledger.honest('a client certificate', send(asking, alice), (reply) => textOf(reply) === 'alice');
  await ledger.honest('each identity has connections of its own', send(asking, bob), (reply) => textOf(reply) === 'bob');
  const names = await Promise.all(Array.from({ length: 60 }, async (_, n) => textOf(await send(asking, n % 2 === 0 ? alice : bob)) === (n % 2 === 0 ? 'alice' : 'bob')));
  ledger.holds('sixty at once, none with the other’s identity', names.every(Boolean));
  await ledger.refused('nobody rides on a connection that somebody else’s certificate opened', send(asking), 'tls', 'connect');
  const broken = await ledger.refused('a key that is none', send(asking, { tls: { ca: ours.cert, cert: ours.cert, key: 'hunter2' } }), 'invalid');
  ledger.holds('and it is not shown', broken === undefined || !JSON.stringify([broken.message, broken.details, String(broken.cause)]).includes('hunter2'));

  for (const server of servers) server.close();
}

/** Answers with the name in the client's certificate. */
async function tlsServer(options: TlsOptions): Promise<Server> {
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => { const name = nameOf(socket); socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${name.length}\r\n\r\n${name}`); });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, OUTSIDE);
  await once(server, 'listening');
  return server;
}

const nameOf = (socket: TLSSocket): string => String(socket.getPeerCertificate().subject?.CN ?? 'nobody');
