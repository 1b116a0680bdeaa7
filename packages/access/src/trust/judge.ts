/** Whether the claims of a token that is signed rightly are those of a policy. Pure. */
import type { BoundClaim, Claims, PolicyBody, Refusal } from './policy.ts';
import { judgeByProvider } from './providers.ts';

/** Clocks differ. */
const SKEW_S = 30;

export function judge(claims: Claims, policy: PolicyBody, now: number): Refusal | undefined {
  return judgeIssuer(claims, policy) ?? judgeAudience(claims, policy) ?? judgeTimes(claims, policy, now / 1000) ?? judgeBound(claims, policy) ?? judgeByProvider(claims, policy);
}

export const judgeIssuer = ({ iss }: Claims, { issuer }: PolicyBody): Refusal | undefined => (iss === issuer ? undefined : { reason: 'issuer', claim: 'iss', detail: 'it was not given by the issuer of the policy, letter for letter' });

function judgeAudience({ aud }: Claims, { audiences }: PolicyBody): Refusal | undefined {
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return given.some((each) => typeof each === 'string' && audiences.includes(each)) ? undefined : { reason: 'audience', claim: 'aud', detail: 'it is for somebody else' };
}

function judgeTimes({ exp, iat, nbf }: Claims, { max_age }: PolicyBody, now: number): Refusal | undefined {
  if (!isTime(exp)) return { reason: 'expired', claim: 'exp', detail: 'it does not say when it ends' };
  if (!isTime(iat)) return { reason: 'too_old', claim: 'iat', detail: 'it does not say when it was issued' };
  if (now > exp + SKEW_S) return { reason: 'expired', claim: 'exp', detail: 'its time is over' };
  if (iat > now + SKEW_S) return { reason: 'not_yet', claim: 'iat', detail: 'it was issued in the future; compare the clocks' };
  if (nbf !== undefined && (!isTime(nbf) || nbf > now + SKEW_S)) return { reason: 'not_yet', claim: 'nbf', detail: 'it does not count yet' };
  if (now - iat > max_age + SKEW_S) return { reason: 'too_old', claim: 'iat', detail: `it was issued more than ${max_age} s ago` };
  return undefined;
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function judgeBound(claims: Claims, { claims: bound }: PolicyBody): Refusal | undefined {
  const wrong = bound.find((each) => !holds(valueOf(claims, each.claim), each));
  if (wrong === undefined) return undefined;
  return { reason: 'claim', claim: wrong.claim, detail: valueOf(claims, wrong.claim) === undefined ? 'the token does not have this claim' : 'the value of this claim is none of those in the policy' };
}

/** Numbers and booleans count as text; of a list, one item has to fit. */
function holds(value: unknown, { values, match }: BoundClaim): boolean {
  if (Array.isArray(value)) return value.some((each) => !Array.isArray(each) && holds(each, { claim: '', values, match }));
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false;
  return values.some((wanted) => (match === 'glob' ? globs(wanted, String(value)) : wanted === String(value)));
}

/** By name, or by JSON pointer (RFC 6901). Only what the token has itself. */
export function valueOf(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return Object.hasOwn(claims, name) ? claims[name] : undefined;
  let value: unknown = claims;
  for (const part of name.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Claims)[key];
  }
  return value;
}

function globs(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return pattern === text;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > text.length - tail.length) return false;
    at = found + part.length;
  }
  return true;
}
