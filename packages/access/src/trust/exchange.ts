/**
 * Keyless login (RFC 8693): a token of a CI system for one of this hub. Every refusal is on record with the claim that failed; the token is nowhere.
 * The client names the policy: a hub that searched for one could be made to let a job into somebody else's tenant.
 */
import { Failure, type IssuedToken, type NewId, type Op, type Plan, SCOPE, type Scope, scopeSet, trustPolicyResource } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { readJwt, verifyJwt } from '@patchbay/vault';
import { z } from 'zod';
import type { Audit } from '../audit.ts';
import { ACCESS_TOKEN, type AccessToken, TOKEN_USE, TRUST_LINE } from '../collections.ts';
import { makeKey, type Random } from '../key-text.ts';
import type { KeyUses } from '../key-use.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { judge, judgeIssuer } from './judge.ts';
import type { Claims, Policy, Refusal } from './policy.ts';
import { partyIn, runOf } from './run-name.ts';

export interface ExchangePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: Random;
  readonly digest: (text: string) => string;
  readonly audit: Audit;
  readonly uses: KeyUses;
  readonly keys: IssuerKeys;
  readonly tell: (event: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: Readonly<Record<string, unknown>>; readonly at: number }) => Plan;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
const ACTION = 'token_exchange';
const LONGEST_MS = 10_000;
/** Of one policy, per minute: a guess costs the guesser more than the hub. */
const MOST_REFUSALS = 60;
const MINUTE_MS = 60_000;
const AFTER_MS = 60_000;

const Form = z.object({
  grant_type: z.literal(GRANT),
  subject_token: z.string().min(1).max(20_000),
  subject_token_type: z.enum(['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token']),
  policy: z.string().regex(/^trust_[0-9a-z]{26}$/, 'expected the id of a trust policy'),
  scope: z.string().max(4096).optional(),
  requested_token_type: z.literal(ACCESS_TYPE).optional(),
  resource: z.url({ protocol: /^https?$/ }).max(2048).refine((url) => !url.includes('#'), 'expected an address without #').optional(),
});

export interface Exchange {
  exchange(form: Readonly<Record<string, string>>, requestId: string): Promise<IssuedToken>;
  /** Takes a token of the policy's issuer as it is, where it is shown at the address that it was issued for. From then on it is known by its hash. */
  admit(token: string, at: { readonly policy: string; readonly audience: string }): Promise<void>;
  /** Who gives the tokens that a policy takes. */
  issuerOf(policy: string): Promise<string | undefined>;
}

export function createExchange(ports: ExchangePorts): Exchange {
  const { store, newId, now, random, digest, audit, uses, keys, tell } = ports;
  const refusals = new Map<string, { at: number; count: number }>();

  return Object.freeze({ exchange, admit, issuerOf: async (id: string) => { const policy = POLICY.test(id) ? await policyOf(id) : undefined; return policy?.body.enabled === true ? policy.body.issuer : undefined; } });

  async function exchange(form: Readonly<Record<string, string>>, requestId: string): Promise<IssuedToken> {
    const parsed = Form.safeParse(form);
    if (!parsed.success) throw malformed(parsed.error);
    const { subject_token: token, policy: id, scope, resource } = parsed.data;
    const policy = await policyOf(id);
    if (policy === undefined || !policy.body.enabled) throw new Failure('token.refused', 'There is no trust policy of this id, or it is switched off');
    const request: Request = { policy, token, requestId, at: now() };
    const read = await verified(token, policy, AbortSignal.timeout(LONGEST_MS));
    if ('reason' in read) throw await refused(request, read);
    const scopes = scopesFor(scope, policy);
    if (scopes === undefined) throw await refused(request, { reason: 'scope', detail: 'it asks for scopes that the policy does not give' });
    return issue(request, read.claims, scopes, resource?.replace(/\/+$/, ''));
  }

  async function admit(token: string, { policy: id, audience }: { readonly policy: string; readonly audience: string }): Promise<void> {
    const policy = POLICY.test(id) ? await policyOf(id) : undefined;
    if (policy === undefined || !policy.body.enabled) throw new Failure('credential.invalid', 'There is no trust policy of the id in this address, or it is switched off');
    const request: Request = { policy, token, requestId: newId('req'), at: now() };
    const read = await verified(token, policy, AbortSignal.timeout(LONGEST_MS));
    if ('reason' in read) throw await refused(request, read);
    const resource = audienceIn(read.claims, policy.body.audiences, audience);
    if (resource === undefined) throw await refused(request, { reason: 'audience', claim: 'aud', detail: 'it was issued for another address than the one that it was shown at' });
    await keep(request, read.claims, resource);
  }

  /** Known by its hash, as long as its policy gives and itself says. */
  async function keep(request: Request, claims: Claims, resource: string): Promise<void> {
    const { policy: { id, tenant, body }, token, at, requestId } = request;
    const line = await store.get(TRUST_LINE, tenant, id);
    const who = digest(JSON.stringify([id, claims['iss'], claims['sub']]));
    const run = runOf(body.provider, claims);
    const kept: AccessToken = {
      hash: digest(token), policy: id, name: `${body.name}: ${run}`.slice(0, 120), scopes: scopesIn(claims, body.scopes), run, principal: `ext_${who.slice(0, 26)}`, party: `party_${who}`,
      issuers: [id, ...((line?.body['issuers'] ?? []) as string[])], resource, expires_at: Math.min(Number(claims['exp']) * 1000, at + body.lifetime * 1000),
    };
    const once: Op[] = body.single_use ? [{ op: 'insert', in: TOKEN_USE, tenant: USES, id: useOf(claims, token), at, body: { expires_at: Number(claims['exp']) * 1000 + AFTER_MS } }] : [];
    const entry = audit.entry({ tenant, at, action: ACTION, principal: kept.principal!, via: 'mcp', outcome: 'done', subject: id, request_id: requestId, input_digest: kept.hash });
    const outcome = await store.commit([...once, { op: 'present', in: trustPolicyResource.name, tenant, id }, { op: 'insert', in: ACCESS_TOKEN, tenant, id: newId('ci'), at, body: kept as unknown as Readonly<Record<string, unknown>> }, entry]);
    if (outcome.kind === 'committed') return uses.touch(tenant, id, at);
    if ((await store.find(ACCESS_TOKEN, tenant, { hash: kept.hash })) !== undefined) return; // another request, or another hub, was faster
    if (outcome.at < once.length) throw await refused(request, { reason: 'replayed', claim: 'jti', detail: 'it came before, and counts once only' });
    throw new Failure('credential.invalid', 'There is no trust policy of the id in this address, or it is switched off');
  }

  async function policyOf(id: string): Promise<Policy | undefined> {
    const [row] = await store.list(trustPolicyResource.name, { where: { id }, limit: 1 });
    return row as Policy | undefined; // the store holds what the resource's own schema let in
  }

  async function verified(token: string, { body }: Policy, signal: AbortSignal): Promise<Refusal | { readonly claims: Claims }> {
    const read = readJwt(token);
    if (read === undefined) return { reason: 'malformed', detail: 'it is no JSON Web Token' };
    const foreign = judgeIssuer(read.claims, body); // before anything is fetched
    if (foreign !== undefined) return foreign;
    const { algorithms } = body;
    let outcome = await verifyJwt(token, { keys: await keys.keysOf(body, signal), algorithms });
    if (outcome.kind === 'refused' && (outcome.why === 'key' || outcome.why === 'signature')) {
      const newer = await keys.newerKeysOf(body, signal);
      if (newer !== undefined) outcome = await verifyJwt(token, { keys: newer, algorithms });
    }
    if (outcome.kind === 'refused') return { reason: outcome.why, detail: details[outcome.why] };
    return judge(outcome.claims, body, now()) ?? { claims: outcome.claims };
  }

  async function issue(request: Request, claims: Claims, scopes: readonly Scope[], resource: string | undefined): Promise<IssuedToken> {
    const { policy, token, requestId, at } = request;
    const { tenant, body } = policy;
    const line = await store.get(TRUST_LINE, tenant, policy.id);
    const text = makeKey(random);
    const id = newId('ci');
    const run = runOf(body.provider, claims);
    const party = partyIn(policy.id, body.provider, claims);
    const issued: AccessToken = { hash: digest(text), policy: policy.id, name: `${body.name}: ${run}`.slice(0, 120), scopes, run, ...(party === undefined ? {} : { party: `party_${digest(party)}` }), issuers: [policy.id, ...((line?.body['issuers'] ?? []) as string[])], ...(resource === undefined ? {} : { resource }), expires_at: at + body.lifetime * 1000 };
    const once: Op[] = body.single_use ? [{ op: 'insert', in: TOKEN_USE, tenant: USES, id: useOf(claims, token), at, body: { expires_at: Number(claims['exp']) * 1000 + AFTER_MS } }] : [];
    const entry = audit.entry({ tenant, at, action: ACTION, principal: id, via: 'rest', outcome: 'done', subject: policy.id, request_id: requestId, input_digest: digest(token) });
    const outcome = await store.commit([...once, { op: 'present', in: trustPolicyResource.name, tenant, id: policy.id }, { op: 'insert', in: ACCESS_TOKEN, tenant, id, at, body: issued as unknown as Readonly<Record<string, unknown>> }, entry]);
    if (outcome.kind === 'refused' && outcome.at < once.length) throw await refused(request, { reason: 'replayed', claim: 'jti', detail: 'it came before, and counts once only' });
    if (outcome.kind === 'refused') throw new Failure('token.refused', 'There is no trust policy of this id, or it is switched off');
    uses.touch(tenant, policy.id, at);
    return { access_token: text, issued_token_type: ACCESS_TYPE, token_type: 'Bearer', expires_in: body.lifetime, scope: scopes.join(' ') };
  }

  /** By its id, or by what was signed: a signature can be written in more than one way. */
  function useOf({ iss, jti }: Claims, token: string): string {
    return digest(typeof jti === 'string' && jti !== '' ? `jti ${String(iss)} ${jti}` : `token ${token.slice(0, token.lastIndexOf('.'))}`);
  }

  function scopesFor(wanted: string | undefined, { body }: Policy): readonly Scope[] | undefined {
    if (wanted === undefined || wanted.trim() === '') return body.scopes;
    const asked = [...new Set(wanted.trim().split(/ +/))];
    const given = scopeSet(body.scopes);
    return asked.every((scope) => /^[a-z*][a-z0-9_:*]*$/.test(scope) && (body.scopes.includes(scope) || (!scope.includes('*') && given.has(scope)))) ? asked : undefined;
  }

  /** For who guesses. The id of a policy is no secret: whoever knows it must not be able to shut the jobs out that it is for. */
  function floodOf(policy: string): Failure | undefined {
    const seen = refusals.get(policy);
    if (seen === undefined || now() - seen.at >= MINUTE_MS || seen.count < MOST_REFUSALS) return undefined;
    return new Failure('rate.limited', `${MOST_REFUSALS} tokens were refused by this policy within a minute`, { retry_after: Math.ceil((seen.at + MINUTE_MS - now()) / 1000) });
  }

  function countRefusal(policy: string): void {
    const seen = refusals.get(policy);
    if (refusals.size > 10_000) refusals.clear();
    if (seen === undefined || now() - seen.at >= MINUTE_MS) refusals.set(policy, { at: now(), count: 1 });
    else seen.count++;
  }

  /** On record before it is said; of a flood, its beginning. */
  async function refused({ policy, token, requestId, at }: Request, { reason, claim, detail }: Refusal): Promise<Failure> {
    const flood = floodOf(policy.id);
    if (flood !== undefined) return flood;
    countRefusal(policy.id);
    const { tenant, id } = policy;
    const told = tell({ tenant, type: 'trust_policy.refused', subject: id, at, data: { policy: id, reason, claim: claim ?? null, detail } });
    const entry = audit.entry({ tenant, at, action: ACTION, principal: id, via: 'rest', outcome: 'refused', failure: `token.refused: ${reason}`, subject: claim === undefined ? id : `${id}/${claim}`, request_id: requestId, input_digest: digest(token) });
    const outcome = await store.commit([entry, ...told.ops]);
    if (outcome.kind === 'committed') told.committed();
    return new Failure('token.refused', `The token was refused: ${reason}${claim === undefined ? '' : `, claim ${claim}`}`, { reason, ...(claim === undefined ? {} : { claim }) });
  }
}

interface Request {
  readonly policy: Policy;
  readonly token: string;
  readonly requestId: string;
  readonly at: number;
}

const POLICY = /^trust_[0-9a-z]{26}$/;

/** The address that a token was issued for, if this one is it or is below it. */
function audienceIn({ aud }: Claims, accepted: readonly string[], address: string): string | undefined {
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return accepted.filter((each) => given.includes(each) && ADDRESS.test(each)).map((each) => each.replace(/\/+$/, '')).find((each) => address === each || address.startsWith(`${each}/`));
}

/** With a host and a path: nothing shorter is an address of one hub. */
const ADDRESS = /^https?:\/\/[^/]+\/[^/]/;

/** What it says that it is for (RFC 9068), as far as the policy gives it; all of that, if it speaks of other scopes than the hub's. */
function scopesIn({ scope }: Claims, given: readonly Scope[]): readonly Scope[] {
  const named = typeof scope === 'string' ? scope.split(' ').filter((each) => SCOPE.test(each)) : [];
  const all = scopeSet(given);
  return named.length === 0 ? given : named.filter((each) => given.includes(each) || (!each.includes('*') && all.has(each)));
}

/** Tokens count once in the whole hub, whatever tenant they are shown to. */
const USES = 'hub';

const details = { malformed: 'it is no JSON Web Token', algorithm: 'its algorithm, or the kind of its key, is none of those in the policy', key: 'the issuer has no key of this id', signature: 'the signature is not of a key of the issuer' } as const;

function malformed(error: z.ZodError): Failure {
  const [first] = error.issues;
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  return new Failure('token.malformed', `The form is not valid at ${first?.path.map(String).join('.') ?? ''}: ${first?.message ?? ''}`, { issues });
}

