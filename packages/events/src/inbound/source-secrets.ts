/** What a source's sender proves itself with: the secret of now, and those that were replaced and still count. Unsealed once, kept until the source changes or one runs out. */
import type { Document } from '@patchbay/contracts';
import { Secret } from '@patchbay/vault';
import { type OpenPorts, sourceSecrets } from '../retired-keys.ts';
import type { Source } from './source.ts';

export interface SecretPorts extends OpenPorts {
  readonly now: () => number;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

/** The one of now first. */
export type SourceSecrets = (source: Source) => Promise<readonly Secret[]>;

interface Opened { readonly until: number; readonly secrets: readonly Secret[] }

export function createSourceSecrets(ports: SecretPorts): SourceSecrets {
  const { now, unseal, sealedOf } = ports;
  const known = new WeakMap<Source, Promise<Opened>>(); // a source that changes is another object

  async function open({ row }: Source): Promise<Opened> {
    const sealed = sealedOf(row.body)['secret'];
    if (sealed === undefined) return { secrets: [], until: Infinity }; // without a secret nothing is right, also not what was right before
    const newest = await unseal(row, 'secret', sealed);
    const { keys, until } = await sourceSecrets.open(row, now(), ports);
    return { secrets: [newest, ...keys].map((text) => new Secret(text)), until };
  }

  return async (source) => {
    const found = await known.get(source);
    if (found !== undefined && found.until > now()) return found.secrets;
    const opening = open(source);
    known.set(source, opening);
    opening.catch(() => known.delete(source));
    return (await opening).secrets;
  };
}
