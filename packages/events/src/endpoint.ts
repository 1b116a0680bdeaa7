/** What the `endpoint` resource does besides being stored: checks what it is told, makes its key, and tells all hubs of the change. */
import { type Behaviour, type Context, type Document, Failure, type Issue, type NewId, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { canSign, checkSignatureProfile, checkSigningSecret, createSigner, generateSigningSecret, Secret, type SignatureProfile } from '@patchbay/vault';
import { collidingHeaders } from './colliding-headers.ts';
import { aboutOf } from './endpoint-facts.ts';
import { compileFilter } from './match/filter.ts';
import type { Receivers } from './match/receivers.ts';
import type { RefuseUnreachable } from './reach.ts';
import { endpointKeys } from './retired-keys.ts';

/** Of this one rotation, whatever the endpoint says. */
export const withGrace = (ctx: Context, grace: number): Context => Object.assign(ctx, { grace });
const graceOf = (ctx: Context): number | undefined => (ctx as Context & { readonly grace?: number }).grace; // put there above and nowhere else

export interface EndpointPorts {
  readonly store: Pick<Store, 'list'>;
  readonly receivers: Receivers;
  readonly newId: NewId;
  /** What is sealed in a document, by field. */
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  /** A field of an endpoint in the clear. */
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  readonly refuseUnreachable: RefuseUnreachable;
  /** Throws for what is no transformation. */
  readonly checkTransform: (source: string, tenant: string) => Promise<void>;
}

export function endpointBehaviour(ports: EndpointPorts): Behaviour {
  const { store, receivers, sealedOf, unseal, refuseUnreachable, checkTransform } = ports;

  function tell(id: string, ctx: Context): void {
    const { tenant } = ctx.caller;
    ctx.unit.add(receivers.changeOp({ tenant, id, at: ctx.now }));
    ctx.unit.after(() => receivers.refresh(tenant, id));
  }

  async function checkReach(before: Row, after: Document, tenant: string): Promise<void> {
    const key = textOf(after['auth_secret']) ?? (sealedOf(before.body)['auth_secret'] === undefined ? undefined : await unseal(before, 'auth_secret', sealedOf(before.body)['auth_secret']!));
    await refuseUnreachable(after, tenant, key);
  }

  return {
    async create(fields, ctx) {
      const secretHeaders = namesOf(fields['secret_headers']);
      check(fields, secretHeaders);
      const { tenant } = ctx.caller;
      if (typeof fields['transform'] === 'string') await checkTransform(fields['transform'], tenant);
      await refuseUnreachable(fields, tenant, textOf(fields['auth_secret']));
      const profile = fields['signature'] as SignatureProfile; // parsed by the schema of the endpoint
      const given = textOf(fields['signing_secret']);
      const made = given === undefined ? generateSigningSecret(profile)?.reveal() : undefined;
      tell(ctx.id, ctx);
      return {
        computed: { public_key: publicKeyOf(profile, given ?? made), failing_since: null, disabled_because: null, secret_header_names: secretHeaders },
        once: { signing_secret: made ?? null },
        ...(made === undefined ? {} : { secrets: { signing_secret: made } }),
      };
    },
    async update(before, after, ctx, dropped) {
      const { tenant } = ctx.caller;
      const secretHeaders = secretNames(before, after, dropped);
      check(after, secretHeaders);
      if (changed(before.body, after, TRANSFORM) && typeof after['transform'] === 'string') await checkTransform(after['transform'], tenant);
      if (changed(before.body, after, WAY) || after['auth_secret'] !== undefined) await checkReach(before, after, tenant);
      const profile = after['signature'] as SignatureProfile;
      const given = textOf(after['signing_secret']);
      if (given === undefined) refuseWithoutKey(before.body['signature'] as SignatureProfile, profile, dropped.includes('signing_secret'));
      else await endpointKeys.retire(before, given, { grace: graceOf(ctx) ?? Number(after['signing_grace']), fits: (key) => canSign(profile, new Secret(key)) }, ctx, ports);
      tell(before.id, ctx);
      tellSwitch(before, after, ctx);
      return {
        public_key: given === undefined ? before.body['public_key'] : publicKeyOf(profile, given),
        failing_since: switched(before, after) === 'on' ? null : before.body['failing_since'],
        disabled_because: after['enabled'] === true ? null : before.body['disabled_because'],
        secret_header_names: secretHeaders,
      };
    },
    async delete(before, ctx) {
      tell(before.id, ctx);
      await endpointKeys.forget(before, ctx, store);
    },
  };
}

/** What decides whether it can be reached. */
const WAY = ['url', 'allowed_networks', 'auth'];
const TRANSFORM = ['transform'];

const changed = (before: Document, after: Document, fields: readonly string[]): boolean => fields.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const namesOf = (headers: unknown): readonly string[] => Object.keys((headers ?? {}) as object).sort();

/** Those that stay as they were are sealed: of them the names are known. */
function secretNames(before: Row, after: Document, dropped: readonly string[]): readonly string[] {
  if (after['secret_headers'] !== undefined) return namesOf(after['secret_headers']);
  return dropped.includes('secret_headers') ? [] : (before.body['secret_header_names'] ?? []) as readonly string[]; // a behaviour wrote it
}

const switched = (before: Row, after: Document): 'on' | 'off' | undefined => (before.body['enabled'] === after['enabled'] ? undefined : after['enabled'] === true ? 'on' : 'off');

function tellSwitch(before: Row, after: Document, ctx: Context): void {
  const turned = switched(before, after);
  const about = { ...aboutOf(before.id, after), failing_since: before.body['failing_since'] };
  if (turned === 'on') ctx.emit({ type: 'endpoint.enabled', subject: before.id, data: { ...about, disabled_because: before.body['disabled_because'] ?? 'request' } });
  if (turned === 'off') ctx.emit({ type: 'endpoint.disabled', subject: before.id, data: { ...about, because: 'request' } });
}

function check(fields: Document, secretHeaders: readonly string[]): void {
  const profile = fields['signature'] as SignatureProfile;
  const issues: Issue[] = [...checkSignatureProfile(profile), ...(fields['filter'] === undefined ? [] : compileFilter(fields['filter']).issues), ...collidingHeaders(fields, secretHeaders)];
  if (issues.length > 0) throw new Failure('input.invalid', `The endpoint is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
  if (typeof fields['signing_secret'] === 'string') checkSigningSecret(profile, new Secret(fields['signing_secret']));
}

function refuseWithoutKey(before: SignatureProfile, after: SignatureProfile, dropped: boolean): void {
  if (after.profile === 'none') return;
  const kindOf = ({ profile, algorithm, key_encoding }: SignatureProfile): string => (profile === 'hmac' ? `hmac ${algorithm === 'ed25519' ? 'pair' : `shared ${key_encoding ?? 'utf8'}`}` : profile);
  const why = dropped ? `The signature ${after.profile} needs a key, so it can only be replaced` : kindOf(before) === kindOf(after) ? undefined : `The signature ${after.profile} needs another kind of key than ${before.profile}`;
  if (why !== undefined) throw new Failure('input.invalid', why, { issues: [{ path: 'signing_secret', message: dropped ? 'expected a key; to sign nothing, set signature.profile to none' : 'expected a key, because the profile changes' }] });
}

const publicKeyOf = (profile: SignatureProfile, secret: string | undefined): string | null => (secret === undefined ? null : (createSigner(profile, [new Secret(secret)]).publicKeys[0] ?? null));
