/** Keyless login, per CI: the right job gets in; each claim wrong or missing, replays, other keys and confused algorithms do not. */
import { createHmac, randomUUID } from 'node:crypto';
import { type Minting, type OidcIssuer, startOidcIssuer } from '../../../doubles/oidc-issuer.ts';
import { startTestHub, type TestHub } from '../../../doubles/hub.ts';
import { type Ci, cis } from './tokens.ts';

type Claims = Readonly<Record<string, unknown>>;
interface Reply { readonly status: number; readonly reason?: string; readonly claim?: string }

/** One attempt: what it must come to, as `in` or `reason claim`, and what it came to. */
export interface Cell { readonly attempt: string; readonly ci: string; readonly expected: string; readonly got: string }

interface Attempt { readonly name: string; readonly expected: string; readonly go: (enter: (claims?: Claims, minting?: Minting) => Promise<Reply>, at: Scene) => Promise<Reply> }
interface Scene { readonly ci: Ci; readonly issuer: OidcIssuer; readonly show: (token: string) => Promise<Reply>; readonly now: number }

export async function keylessMatrix(): Promise<readonly Cell[]> {
  const hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressAllow: ['127.0.0.0/8'] } } });
  try {
    const cells: Cell[] = [];
    for (const ci of cis) for (const attempt of attemptsOf(ci)) cells.push(await play(hub, ci, attempt));
    return cells;
  } finally {
    await hub.stop();
  }
}

/** Each with an issuer and a policy of its own: what one leaves behind must not help another. */
async function play(hub: TestHub, ci: Ci, { name, expected, go }: Attempt): Promise<Cell> {
  const issuer = await startOidcIssuer();
  try {
    const id = await declare(hub, ci, issuer.url);
    const show = (token: string): Promise<Reply> => exchange(hub, id, token);
    const reply = await go((claims = {}, minting = {}) => show(issuer.mint({ ...ci.claims, ...claims }, minting)), { ci, issuer, show, now: Math.floor(Date.now() / 1000) });
    return { attempt: name, ci: ci.name, expected, got: reply.status === 200 ? 'in' : `${reply.reason ?? reply.status} ${reply.claim ?? ''}`.trim() };
  } finally {
    await issuer.stop();
  }
}

function attemptsOf(ci: Ci): readonly Attempt[] {
  const claims = ci.policy.claims.map(({ claim }) => claim);
  const set = (claim: string, value: unknown): Claims => (claim.startsWith('/') ? { 'https://sts.amazonaws.com/': value === undefined ? {} : { aws_account: value } } : { [claim]: value });
  return [
    { name: 'the right job', expected: 'in', go: (enter) => enter() },
    ...claims.flatMap((claim) => [
      { name: `${claim} wrong`, expected: `claim ${claim}`, go: (enter) => enter(set(claim, 'something else')) },
      { name: `${claim} missing`, expected: `claim ${claim}`, go: (enter) => enter(set(claim, undefined)) },
    ] satisfies Attempt[]),
    ...ci.also.map(({ what, claims: other }): Attempt => ({ name: what, expected: 'in', go: (enter) => enter(other) })),
    ...ci.never.map(({ what, claims: other, by }): Attempt => ({ name: what, expected: `claim ${by}`, go: (enter) => enter(other) })),
    ...everywhere,
  ];
}

const everywhere: readonly Attempt[] = [
  { name: 'issuer wrong', expected: 'issuer iss', go: (enter) => enter({ iss: 'https://evil.example.com' }) },
  { name: 'audience wrong', expected: 'audience aud', go: (enter) => enter({ aud: 'https://other.example.com' }) },
  { name: 'expired', expected: 'expired exp', go: (enter, { now }) => enter({ exp: now - 31 }) },
  { name: 'issued in the future', expected: 'not_yet iat', go: (enter, { now }) => enter({ iat: now + 60 }) },
  { name: 'too old', expected: 'too_old iat', go: (enter, { now }) => enter({ iat: now - 4000, exp: now + 60 }) },
  { name: 'replay', expected: 'replayed jti', async go(_, { ci, issuer, show }) { const token = issuer.mint(ci.claims); await show(token); return show(token); } },
  { name: 'a key that came after rotation', expected: 'in', go: (enter, { issuer }) => { issuer.rotate(); return enter(); } },
  { name: 'an id of no key', expected: 'key', go: (enter) => enter({}, { header: { kid: 'nobody' } }) },
  { name: 'a foreign key under a known id', expected: 'signature', go: (enter) => enter({}, { foreignKey: true }) },
  { name: 'alg none', expected: 'algorithm', go: (enter) => enter({}, { unsigned: true }) },
  { name: 'HS256 with the public key', expected: 'algorithm', go: async (_, scene) => scene.show(await confused(scene)) },
  { name: 'an algorithm of another kind of key', expected: 'algorithm', async go(enter, { issuer }) { const { keys } = await keysOf(issuer); return enter({}, { algorithm: 'ES256', header: { alg: 'ES512', kid: keys[0]?.kid } }); } },
  { name: 'keys that cannot be had', expected: '503', go: (enter, { issuer }) => { issuer.fail(503); return enter(); } },
];

async function confused({ ci, issuer, now }: Scene): Promise<string> {
  const { keys: [key] } = await keysOf(issuer);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', kid: key?.kid, typ: 'JWT' })}.${part({ iss: issuer.url, iat: now, exp: now + 300, jti: randomUUID(), ...ci.claims })}`;
  return `${signed}.${createHmac('sha256', JSON.stringify(key)).update(signed).digest('base64url')}`;
}

const keysOf = async (issuer: OidcIssuer) => await (await fetch(`${issuer.url}/jwks`)).json() as { keys: { kid: string }[] };

let count = 0;
async function declare(hub: TestHub, { policy }: Ci, issuer: string): Promise<string> {
  const max = policy.provider === 'azure_devops' ? 600 : 3600;
  const reply = await fetch(`${hub.url}/v1/trust_policies`, { method: 'POST', headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: `policy ${++count}`, issuer, max_age: max, scopes: ['deployment:read'], ...policy }) });
  const answer = await reply.json() as { id?: string };
  if (answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

async function exchange(hub: TestHub, policy: string, token: string): Promise<Reply> {
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: token, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', policy });
  const reply = await fetch(`${hub.url}/v1/token`, { method: 'POST', body: form });
  const { reason, claim } = await reply.json() as { reason?: string; claim?: string };
  return { status: reply.status, ...(reason === undefined ? {} : { reason }), ...(claim === undefined ? {} : { claim }) };
}

/** Attempts down, CIs across. */
export function show(cells: readonly Cell[]): string {
  const attempts = [...new Set(cells.map(({ attempt }) => attempt))];
  const names = [...new Set(cells.map(({ ci }) => ci))];
  const rows = attempts.map((attempt) => [attempt, ...names.map((name) => {
    const cell = cells.find((each) => each.attempt === attempt && each.ci === name);
    return cell === undefined ? '' : cell.got === cell.expected ? (cell.got === 'in' ? 'in' : 'out') : `MISSED ${cell.got}`;
  })]);
  const all = [['', ...names], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}
