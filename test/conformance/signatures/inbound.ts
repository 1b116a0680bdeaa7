/** What others sign, our engine accepts; and refuses as soon as anything about it is wrong. */
import { inboundVendors, Secret, verifyInbound } from '@patchbay/vault';
import type { Tally } from './tally.ts';
import type { Sent, Signer } from './signers.ts';
import type { Vector } from './vectors.ts';

const NOW = 1_700_000_000;
const URL = 'https://hub.example.com/hooks/src_1';
const BODY = '{"id":"evt_1","type":"deployment.succeeded","object_kind":"push","webhookEvent":"jira:issue_created","text":"Straße"}';

export function checkVector({ vendor, secret, headers, body, at, url = URL }: Vector, tally: Tally): void {
  const outcome = verifyInbound({ method: 'POST', url, headers, rawBody: Buffer.from(body) }, inboundVendors[vendor], { secrets: [new Secret(secret)], now: at * 1000 });
  tally.expect(outcome.kind === 'verified', `vector of ${vendor}`);
}

export async function checkSigner(signer: Signer, tally: Tally): Promise<void> {
  const { name, secrets: [secret, other], proof } = signer;
  const body = signer.body ?? BODY;
  const signed = async (at: number): Promise<Sent> => signer.send({ body, secret, at, url: URL });
  const { headers, query } = await signed(NOW);
  const url = query === undefined ? URL : `${URL}?${query}`;
  const verdict = (sent: Readonly<Record<string, string>>, { rawBody = Buffer.from(body), known = [secret] }: { readonly rawBody?: Uint8Array; readonly known?: readonly string[] } = {}): string => {
    const outcome = verifyInbound({ method: 'POST', url, headers: sent, rawBody }, inboundVendors[signer.vendor], { secrets: known.map((text) => new Secret(text)), now: NOW * 1000 });
    return outcome.kind === 'refused' ? outcome.why : outcome.kind === 'verified' ? `verified with ${outcome.keyIndex}${outcome.dedupId === undefined ? ' without an id' : ''}` : outcome.kind;
  };
  const says = (what: string, found: string, ...expected: string[]): void => tally.expect(expected.includes(found), `${name}: ${what}: ${found}`);

  says('as signed', verdict(headers), 'verified with 0');
  says('with the secret of before', verdict(headers, { known: [other, secret] }), 'verified with 1');
  says('with another secret', verdict(headers, { known: [other] }), 'bad-signature');
  says('without a secret', verdict(headers, { known: [] }), 'no-secret');
  says('without its proof', verdict(Object.fromEntries(Object.entries(headers).filter(([header]) => header !== proof))), 'missing-signature');
  for (const at of Buffer.from(headers[proof] ?? '').keys()) says(`byte ${at} of the proof`, verdict({ ...headers, [proof]: changed(headers[proof] ?? '', at).toString('latin1') }), 'bad-signature', 'malformed', 'missing-signature', 'stale', 'future');
  if (signer.coversBody) for (const at of Buffer.from(body).keys()) says(`byte ${at} of the body`, verdict(headers, { rawBody: changed(body, at) }), 'bad-signature');
  if (signer.dated) says('of yesterday', verdict((await signed(NOW - 86_400)).headers), 'stale');
  if (signer.dated) says('of tomorrow', verdict((await signed(NOW + 86_400)).headers), 'future');
}

function changed(text: string, at: number): Buffer {
  const bytes = Buffer.from(text);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}
