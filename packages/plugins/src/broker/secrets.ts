/** The secrets of installations, opened when a request needs one and kept for one version of the installation. */
import type { Live } from '../live.ts';

export type Unseal = (tenant: string, installation: string, sealed: string) => Promise<string>;
export type Secrets = Readonly<Record<string, string>>;

export interface SecretStore {
  of(live: Pick<Live, 'tenant' | 'id' | 'revision' | 'sealed'>): Promise<Secrets>;
  forget(id: string): void;
}

const MOST = 1000;
const NONE: Secrets = Object.freeze({});

export function createSecretStore(unseal: Unseal): SecretStore {
  const open = new Map<string, { readonly revision: number; readonly secrets: Promise<Secrets> }>();

  async function read(tenant: string, id: string, sealed: string): Promise<Secrets> {
    return Object.freeze(JSON.parse(await unseal(tenant, id, sealed)) as Secrets); // sealed by the generic engine, after the schema
  }

  return Object.freeze({
    of({ tenant, id, revision, sealed }: Pick<Live, 'tenant' | 'id' | 'revision' | 'sealed'>) {
      if (sealed === undefined) return Promise.resolve(NONE);
      const known = open.get(id);
      if (known?.revision === revision) return known.secrets;
      const secrets = read(tenant, id, sealed);
      secrets.catch(() => open.delete(id));
      open.delete(id);
      open.set(id, { revision, secrets });
      if (open.size > MOST) open.delete(open.keys().next().value!);
      return secrets;
    },
    forget: (id: string) => void open.delete(id),
  });
}
