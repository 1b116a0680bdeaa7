/** Systems that introduce themselves to an installation: what they bring is kept among its secrets, once, and shown until they use it. */
import { type Document, Failure, installationToken, operation, type Operation } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import { type Introduced, schemeOf, type SourceScheme } from '@patchbay/vault';
import type { SecretStore } from './broker/secrets.ts';
import type { Directory } from './directory.ts';
import type { Mark } from './lifecycle/marks.ts';
import type { Live } from './live.ts';

export type Webhook = Manifest['webhooks'][number];
/** `pending`: it has not come yet. `unconfirmed`: it brought its secret, and nothing signed with that has come yet. */
export type Handshake = 'none' | 'pending' | 'unconfirmed' | 'done';

/** The door that a system's own secret comes through. */
export const HANDSHAKE = 'handshake';

export function schemeOfWebhook({ verify }: Webhook): ReturnType<typeof schemeOf> {
  if (typeof verify === 'string') return schemeOf({ scheme: verify });
  const { event_name_from, deduplicate_by, ...verification } = verify;
  return schemeOf({ scheme: 'custom', verification, event_name_from, deduplicate_by } as SourceScheme);
}

/** Whose secret the system brings itself. */
const bringing = (manifest: Manifest | undefined): Webhook | undefined => manifest?.webhooks.find((webhook) => schemeOfWebhook(webhook).handshakes?.some(({ store }) => store !== undefined) === true);

export function handshakeOf(manifest: Manifest | undefined, secretNames: readonly string[], stored: unknown): Handshake {
  const webhook = bringing(manifest);
  if (webhook === undefined) return 'none';
  return !secretNames.includes(webhook.secret) ? 'pending' : stored === 'unconfirmed' ? 'unconfirmed' : 'done';
}

export interface IntroductionPorts {
  readonly directory: Directory;
  readonly secrets: SecretStore;
  readonly mark: Mark;
  /** `installation_update` as the hub itself, through the door of handshakes, audited like any other. */
  readonly update: (tenant: string, input: Document) => Promise<unknown>;
}

export interface Introductions {
  /** Keeps what the system brought. False when somebody was faster: it counts once. */
  made(live: Live, webhook: Webhook, introduced: Introduced): Promise<boolean>;
  /** A request was proved: the system has what it needs. */
  confirmed(live: Live): Promise<void>;
  readonly operation: Operation;
}

const TRIES = 5;

export function createIntroductions({ directory, secrets, mark, update }: IntroductionPorts): Introductions {
  async function made(live: Live, webhook: Webhook, { store: brought }: Introduced): Promise<boolean> {
    if (brought === undefined) return true;
    for (let left = TRIES; left > 0; left--) {
      await directory.refresh(live.tenant, { kind: 'installation', id: live.id }); // another hub may know more
      const fresh = directory.get(live.tenant, live.id);
      const known = fresh === undefined ? {} : await secrets.of(fresh);
      if (fresh === undefined || Object.hasOwn(known, webhook.secret)) return false;
      if (await kept(fresh, { ...known, [webhook.secret]: brought.secret.reveal() })) return true;
    }
    return false;
  }

  /** False when the installation was changed meanwhile, by people or because its health did. */
  async function kept({ tenant, id, revision }: Live, all: Readonly<Record<string, string>>): Promise<boolean> {
    try {
      await update(tenant, { id, if_version: revision, secrets: all });
      return true;
    } catch (error) {
      if (error instanceof Failure && (error.code === 'resource.changed' || error.code === 'resource.not_found')) return false;
      throw error;
    }
  }

  async function confirmed(live: Live): Promise<void> {
    if (live.row.body['webhook_handshake'] === 'unconfirmed') await mark(live.tenant, live.id, ({ body }) => (body['webhook_handshake'] === 'unconfirmed' ? { body: { webhook_handshake: 'done' } } : undefined));
  }

  const show = operation(installationToken, async ({ id }, ctx) => {
    const live = directory.get(ctx.caller.tenant, id);
    if (live === undefined) throw new Failure('resource.not_found', `There is no installation ${id.slice(0, 64)} that runs in this tenant`, { resource: 'installation', id });
    const token = (await secrets.of(live))[bringing(live.manifest)?.secret ?? ''];
    const handshake = handshakeOf(live.manifest, live.row.body['secret_names'] as string[], live.row.body['webhook_handshake']);
    if (handshake !== 'unconfirmed' || token === undefined) throw new Failure('source.no_token', `The handshake of this installation is ${handshake}: there is no token to show`, { handshake });
    ctx.target(id);
    return { token };
  });

  return Object.freeze({ made, confirmed, operation: show });
}
