/** Answers that are endless, slow, broken or poisoned. Each ends at its cap or its deadline, and none reaches the next request. */
import type { EgressReply, EgressRequest } from '@patchbay/egress';
import type { Ledger } from './ledger.ts';
import { get, OUTSIDE, textOf, type World } from './world.ts';

const DEADLINE = 700;
const CAP = 262_144;

/** How each way must end: one of these reasons, or an answer that fits. */
const ENDS: Readonly<Record<string, readonly string[] | ((reply: EgressReply) => boolean)>> = {
  'hang': ['timeout'], 'drip-status': ['timeout'], 'drip-head': ['timeout'], 'drip-body': ['timeout'], 'continue': ['timeout'], 'continue-good': (reply) => textOf(reply) === 'good',
  'pour': ['too_large'], 'pour-announced': ['too_large'], 'pour-until-close': ['too_large'], 'pour-extension': ['too_large'], 'pour-head': ['too_large'], 'pour-one-header': ['too_large'], 'pour-reason': ['too_large'],
  'pour-trailers': ['too_large'], 'pour-interim': ['too_large'], 'many-headers': ['too_large'],
  'switch': ['connect'], 'ssh': ['connect'], 'http2': ['connect', 'timeout'], 'http09': ['connect'], 'tls': ['connect'], 'short': ['connect'],
  'two': (reply) => textOf(reply) === 'good', 'more-than-said': (reply) => textOf(reply) === 'good',
  'length-and-chunked': ['connect'], 'two-lengths': ['connect'], 'negative-length': ['connect'], 'length-overflow': ['connect'], 'bad-chunk': ['connect'], 'huge-chunk': ['connect'],
  'no-content-with-content': ({ status, body }) => status === 204 && body.length === 0,
  'nul-header': ['connect'], 'bare-lf': ['connect'], 'split-name': ['connect'],
  'proto': ({ headers }) => Object.getPrototypeOf(headers) === null && headers['constructor'] === 'y' && ({} as Record<string, unknown>)['x'] === undefined,
  'bomb': ({ body, headers }) => body.length < CAP && body[0] === 0x1f && body[1] === 0x8b && headers['content-encoding'] === 'gzip',
  'status-99': ['connect'], 'status-9999': ['connect'], 'reset': ['connect'], 'reset-body': ['connect'], 'close': ['connect'],
};

export async function answers(world: World, ledger: Ledger, port: string): Promise<void> {
  const egress = world.egress({ deadlineMs: DEADLINE, maxBytes: CAP, connections: 1 });
  const url = (way: string) => `http://${OUTSIDE}:${port}/${way}`;
  const memory = process.memoryUsage().rss;

  for (const [way, end] of Object.entries(ENDS)) {
    const began = performance.now();
    if (typeof end === 'function') await ledger.honest(way, get(egress, url(way)), end);
    else await ledger.refused(way, get(egress, url(way)), ...end);
    ledger.holds(`${way} ends in time`, performance.now() - began < DEADLINE + 300);
    await ledger.honest(`the next request after ${way} gets its own answer`, get(egress, url('good')), (reply) => textOf(reply) === 'good');
  }

  const cut: Partial<EgressRequest> = { onExcess: 'truncate', keepBytes: 1_000 };
  for (const way of ['pour', 'pour-announced', 'pour-until-close']) {
    await ledger.honest(`${way}, cut off where it was asked to be`, get(egress, url(way), cut), (reply) => reply.status === 200 && reply.truncated && reply.body.length === 1_000);
  }
  await ledger.honest('a bomb is kept as it came, and never blown up', get(egress, url('bomb'), cut), (reply) => reply.truncated && reply.body.length === 1_000);
  await Promise.all(Array.from({ length: 50 }, () => ledger.refused('fifty that pour at once', get(egress, url('pour'), { deadlineMs: 10_000 }), 'too_large')));
  ledger.holds('memory stays where it was, within 128 MB', process.memoryUsage().rss - memory < 128 * 1024 * 1024);

  const body = Buffer.alloc(8_000_000);
  await ledger.refused('a receiver that never reads a large body', egress.send({ method: 'POST', url: url('hang'), body }, new AbortController().signal), 'timeout');
  const stop = new AbortController();
  const hanging = get(egress, url('good'));
  const gone = egress.send({ method: 'GET', url: url('hang') }, stop.signal);
  setTimeout(() => stop.abort(new Error('the caller went away')), 50);
  ledger.holds('a caller who goes away is answered at once', await gone.then(() => false, (error: Error) => error.message === 'the caller went away'));
  await ledger.honest('and nobody else notices', hanging, (reply) => textOf(reply) === 'good');
}
