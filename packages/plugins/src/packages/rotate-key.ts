/** A namespace goes to another key when the key that it has says so. Said once: the old key has nothing more to say. */
import { Failure, operation, type Operation, pluginPublisherRotate } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { keyIdOf } from '@patchbay/vault';
import { z } from 'zod';
import { ROTATION } from './dsse.ts';
import { refused } from './package-file.ts';
import { publisherCollection } from './publishers.ts';
import { signedBy } from './signed-by.ts';

const Rotation = z.strictObject({ namespace: z.string().max(80), publicKey: z.string().max(60) });

export function rotateOperation({ store }: { readonly store: Store }): Operation {
  return operation(pluginPublisherRotate, async ({ rotation }, ctx) => {
    const { tenant } = ctx.caller;
    const signed = await signedBy(rotation, { store, tenants: [tenant] });
    if (signed.kind === 'bad') throw refused('signature', signed.why);
    const parsed = Rotation.safeParse(signed.statement.predicate);
    if (signed.statement.predicateType !== ROTATION || !parsed.success) throw refused('signature', 'what was signed gives no namespace to another key');
    const { namespace, publicKey } = parsed.data;
    const key_id = keyIdOf(publicKey);
    if (key_id === undefined) throw refused('policy', 'the new key is no Ed25519 key: base64 of 32 bytes');
    const row = await store.get(publisherCollection.name, tenant, namespace);
    if (row === undefined || row.body['public_key'] !== signed.publicKey) throw refused('policy', `the key is not the one of ${namespace}`);
    ctx.target(namespace);
    const rotations = [...((row.body['rotations'] ?? []) as readonly string[]), rotation];
    if (rotations.length > MOST) throw new Failure('package.refused', `The key of ${namespace} was rotated ${MOST} times already`, { step: 'policy', reason: 'too many rotations' });
    ctx.unit.add({ op: 'update', in: publisherCollection.name, tenant, id: namespace, body: { public_key: publicKey, key_id, rotations }, at: ctx.now, version: row.version }, () => 'again');
    return { namespace, key_id };
  });
}

const MOST = 100;
