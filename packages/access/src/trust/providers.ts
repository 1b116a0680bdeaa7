/**
 * What is safe to bind to, per CI system. Names can be taken over by whoever registers them after a rename, and what `sub` looks like changes, by
 * its owner's wish or the vendor's: bind to ids.
 */
import type { Issue } from '@patchbay/contracts';
import type { BoundClaim, Claims, PolicyBody, Provider, Refusal } from './policy.ts';

interface Rules {
  readonly issuer?: { readonly pattern: RegExp; readonly expected: string };
  /** One of these must be bound, exactly. */
  readonly ids: readonly string[];
  readonly check?: (policy: PolicyBody) => Issue[];
  /** Beyond what is bound. */
  readonly judge?: (claims: Claims, policy: PolicyBody) => Refusal | undefined;
}

const AZURE_AUDIENCE = 'api://AzureADTokenExchange';
const AZURE_MAX_AGE = 600;

const rules: Readonly<Record<Provider, Rules>> = {
  github: {
    issuer: { pattern: /^https:\/\/(token\.actions\.githubusercontent\.com(\/[A-Za-z0-9-]+)?|token\.actions\.[a-z0-9-]+\.ghe\.com|[^/]+\/_services\/token)$/, expected: 'https://token.actions.githubusercontent.com, https://token.actions.NAME.ghe.com or https://HOST/_services/token' },
    ids: ['repository_id', 'repository_owner_id', 'enterprise_id'],
    judge: (claims, policy) => (claims['event_name'] === 'pull_request_target' && !binds(policy, 'event_name') ? { reason: 'claim', claim: 'event_name', detail: 'pull_request_target may run the code of a fork; bind event_name, if it shall be let in' } : undefined),
  },
  gitlab: {
    ids: ['project_id', 'namespace_id', 'job_project_id'],
    judge(claims, policy) {
      const { job_project_id: job, project_id: project } = claims;
      if (job !== undefined) return String(job) === String(project) ? undefined : { reason: 'claim', claim: 'job_project_id', detail: 'the job runs for another project than its own, as for a fork' };
      return policy.claims.some(({ claim, match, values }) => claim === 'ref_protected' && match === 'exact' && values.every((value) => value === 'true')) ? undefined : { reason: 'claim', claim: 'job_project_id', detail: 'this GitLab does not say which project the job runs for; update it to 18.3, or bind ref_protected to true' };
    },
  },
  jenkins: {
    ids: [],
    judge: ({ sub }, policy) => (typeof sub === 'string' && /\/job\/(PR|MR)-\d/.test(decoded(sub)) && !policy.claims.some(({ claim, match, values }) => claim === 'sub' && match === 'exact' && values.includes(sub)) ? { reason: 'claim', claim: 'sub', detail: 'the job builds a pull request, whose code anybody may change' } : undefined),
  },
  azure_devops: {
    issuer: { pattern: /^https:\/\/vstoken\.dev\.azure\.com\/[0-9a-fA-F-]{36}$/, expected: 'https://vstoken.dev.azure.com/ and the id of the organisation' },
    ids: ['def_id'],
    check: ({ audiences, single_use, max_age }) => [
      ...(audiences.length === 1 && audiences[0] === AZURE_AUDIENCE ? [] : [{ path: 'audiences', message: `Azure DevOps gives tokens for ${AZURE_AUDIENCE} only` }]),
      ...(single_use ? [] : [{ path: 'single_use', message: 'its tokens are for everybody who trusts Azure DevOps, so each must count once only' }]),
      ...(max_age <= AZURE_MAX_AGE ? [] : [{ path: 'max_age', message: `its tokens are for everybody who trusts Azure DevOps, so they must be younger than ${AZURE_MAX_AGE} s` }]),
    ],
  },
  aws: {
    issuer: { pattern: /^https:\/\/[0-9a-fA-F-]{36}\.tokens\.sts\.global\.api\.aws$/, expected: 'https://ID.tokens.sts.global.api.aws, as the account shows it' },
    ids: ['sub', '/https:~1~1sts.amazonaws.com~1/aws_account', '/https:~1~1sts.amazonaws.com~1/principal_id'],
  },
  other: { ids: [] },
};

/** What a policy says that would let in more than is meant. */
export function policyIssues(policy: PolicyBody): Issue[] {
  const { issuer, ids, check } = rules[policy.provider];
  const exact = policy.claims.filter(isExact);
  return [
    ...(issuer === undefined || issuer.pattern.test(policy.issuer) || isLoopback(policy.issuer) ? [] : [{ path: 'issuer', message: `expected ${issuer.expected}` }]),
    ...(['issuer', 'jwks_url'] as const).filter((field) => policy[field] !== undefined && !isSafe(policy[field])).map((field) => ({ path: field, message: 'expected https: whoever is on the way could put in keys of their own' })),
    ...(ids.length === 0 || exact.some(({ claim }) => ids.includes(claim)) ? [] : [{ path: 'claims', message: `expected one of ${ids.join(', ')}, bound exactly: names can be taken over by somebody else` }]),
    ...(exact.length > 0 ? [] : [{ path: 'claims', message: 'expected at least one claim that is bound exactly' }]),
    ...policy.claims.flatMap(({ claim, match }, index) => (claim === 'sub' && match === 'glob' && (policy.provider === 'github' || policy.provider === 'gitlab') ? [{ path: `claims.${index}.match`, message: 'the form of sub changes; bind what it is made of, or the whole of it' }] : [])),
    ...(check?.(policy) ?? []),
  ];
}

export const judgeByProvider = (claims: Claims, policy: PolicyBody): Refusal | undefined => rules[policy.provider].judge?.(claims, policy);

const isExact = ({ match, values }: BoundClaim): boolean => match === 'exact' || values.every((value) => !value.includes('*'));
const binds = ({ claims }: PolicyBody, name: string): boolean => claims.some(({ claim }) => claim === name);
const isLoopback = (url: string): boolean => /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(url);
export const isSafe = (url: string): boolean => url.startsWith('https://') || isLoopback(url);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
