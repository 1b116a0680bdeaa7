/** What the `endpoint` resource does besides being stored: checks what it is told, makes its key, and tells all hubs of the change. */
import { type Behaviour, type Collection, type Context, type Document, Failure, type Issue, type NewId, type Row } from '@patchbay/contracts';
import { checkSignatureProfile, checkSigningSecret, createSigner, generateSigningSecret, Secret, type SignatureProfile } from '@patchbay/vault';
import { compileFilter } from './match/filter.ts';
import type { Receivers } from './match/receivers.ts';

/** Keys that were replaced and sign until their grace is over, sealed as they were. */
export const retiredKeyCollection: Collection = { name: 'retired_key', kind: 'documents', fields: { endpoint: 'text', until: 'number' } };

export interface EndpointPorts {
  readonly receivers: Receivers;
  readonly newId: NewId;
  /** What is sealed in a document, by field. */
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

export function endpointBehaviour({ receivers, newId, sealedOf }: EndpointPorts): Behaviour {
  function tell(id: string, ctx: Context): void {
    const { tenant } = ctx.caller;
    ctx.unit.add(receivers.changeOp({ tenant, endpoint: id, id: newId('epc'), at: ctx.now }));
    ctx.unit.after(() => receivers.refresh(tenant, id));
  }

  function retire(before: Row, grace: number, ctx: Context): void {
    const sealed = sealedOf(before.body)['signing_secret'];
    if (sealed === undefined || grace === 0) return;
    ctx.unit.add({ op: 'insert', in: retiredKeyCollection.name, tenant: before.tenant, id: newId('rk'), body: { endpoint: before.id, sealed, until: ctx.now + grace * 1000 }, at: ctx.now });
  }

  return {
    create(fields, ctx) {
      check(fields);
      const profile = fields['signature'] as SignatureProfile; // parsed by the schema of the endpoint
      const given = fields['signing_secret'] as string | undefined;
      const made = given === undefined ? generateSigningSecret(profile)?.reveal() : undefined;
      tell(ctx.id, ctx);
      return {
        computed: { public_key: publicKeyOf(profile, given ?? made), failing_since: null, disabled_because: null },
        once: { signing_secret: made ?? null },
        ...(made === undefined ? {} : { secrets: { signing_secret: made } }),
      };
    },
    update(before, after, ctx) {
      check(after);
      const profile = after['signature'] as SignatureProfile;
      const given = after['signing_secret'] as string | undefined;
      if (given === undefined) refuseOtherKind(before.body['signature'] as SignatureProfile, profile);
      else retire(before, Number(after['signing_grace']), ctx);
      const again = before.body['enabled'] === false && after['enabled'] === true;
      tell(before.id, ctx);
      return {
        public_key: given === undefined ? before.body['public_key'] : publicKeyOf(profile, given),
        failing_since: again ? null : before.body['failing_since'],
        disabled_because: after['enabled'] === true ? null : before.body['disabled_because'],
      };
    },
    delete(before, ctx) { tell(before.id, ctx); },
  };
}

function check(fields: Document): void {
  const profile = fields['signature'] as SignatureProfile;
  const issues: Issue[] = [...checkSignatureProfile(profile), ...(fields['filter'] === undefined ? [] : compileFilter(fields['filter']).issues)];
  if (issues.length > 0) throw new Failure('input.invalid', `The endpoint is not valid at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
  if (typeof fields['signing_secret'] === 'string') checkSigningSecret(profile, new Secret(fields['signing_secret']));
}

function refuseOtherKind(before: SignatureProfile, after: SignatureProfile): void {
  const kindOf = ({ profile, algorithm }: SignatureProfile): string => (profile === 'hmac' ? `hmac ${algorithm === 'ed25519' ? 'pair' : 'shared'}` : profile);
  if (kindOf(before) === kindOf(after) || after.profile === 'none') return;
  throw new Failure('input.invalid', `The signature ${after.profile} needs another kind of key than ${before.profile}`, { issues: [{ path: 'signing_secret', message: 'expected a key, because the profile changes' }] });
}

const publicKeyOf = (profile: SignatureProfile, secret: string | undefined): string | null => (secret === undefined ? null : (createSigner(profile, [new Secret(secret)]).publicKeys[0] ?? null));
