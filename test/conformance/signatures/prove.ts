/** All that is known of signatures, as figures: published vectors, signers of others, verifiers of others. */
import { signStandard, webhookKey } from '@patchbay/vault';
import type { Figure } from '../../proof.ts';
import { checkSigner, checkVector } from './inbound.ts';
import { checkOutgoing } from './outgoing.ts';
import { signers } from './signers.ts';
import { createTally, type Tally } from './tally.ts';
import { SPEC_SECRETS, vectors } from './vectors.ts';

export async function proveSignatures(): Promise<Figure[]> {
  const [published, inbound, outgoing] = [createTally(), createTally(), createTally()];
  for (const vector of vectors) checkVector(vector, published);
  for (const { secret, headers, body, at } of vectors.filter(({ vendor }) => vendor === 'standard').map(signedByUs)) {
    const own = await signStandard({ id: headers['webhook-id'] ?? '', timestamp: at, body, keys: [webhookKey(secret)] });
    published.expect(headers['webhook-signature'] === own['webhook-signature'], 'our own signature of a vector');
  }
  for (const signer of signers) await checkSigner(signer, inbound);
  await checkOutgoing(outgoing);
  return [
    ...figures('published vectors', published, vectors.length + 2),
    { name: 'signers of others', value: signers.length, goal: 12, better: 'higher' },
    ...figures('requests that others signed, judged as they should', inbound, 1000),
    ...figures('deliveries of ours, judged by libraries of others', outgoing, 60),
  ];
}

/** With the private key, where the vector has the public one. */
const signedByUs = (vector: (typeof vectors)[number]): (typeof vectors)[number] => (vector.secret.startsWith('whpk_') ? { ...vector, secret: SPEC_SECRETS.v1a } : vector);

function figures(name: string, { held, broken }: Tally, least: number): Figure[] {
  for (const what of broken.slice(0, 20)) console.log(what);
  return [{ name, value: held, goal: least, better: 'higher' }, { name: `${name}: not so`, value: broken.length, goal: 0, better: 'lower' }];
}
