import { Construct } from 'constructs';
import { TrustPolicy, type TrustPolicyClaims, type TrustPolicyConfig } from '../bindings/index.ts';

/** Whose jobs: of one CI system. Bound to ids: names can be taken over. For other systems declare a `TrustPolicy`. */
export type CiJob = { readonly github: GithubJob; readonly gitlab?: never } | { readonly gitlab: GitlabJob; readonly github?: never };

export interface GithubJob {
  /** The number of the repository: `gh api repos/OWNER/NAME --jq .id`. */
  readonly repositoryId: string;
  /** Only jobs of this GitHub environment. */
  readonly environment?: string;
  /** Only on this ref: `refs/heads/main`. */
  readonly ref?: string;
  /** Who signs its tokens, for GitHub Enterprise. */
  readonly issuer?: string;
}

export interface GitlabJob {
  /** The number of the GitLab project. */
  readonly projectId: string;
  /** Only jobs of this GitLab environment. */
  readonly environment?: string;
  /** Only on this ref: `refs/heads/main`. */
  readonly ref?: string;
  /** Whether only jobs of protected branches and tags come in. They do, unless this is false. */
  readonly protectedOnly?: boolean;
  /** The instance; gitlab.com, if absent. */
  readonly url?: string;
}

export type CiLoginConfig = CiJob & Pick<TrustPolicyConfig, 'provider'> & {
  /** What it is called; its id in your program, if absent. */
  readonly name?: string;
  readonly description?: string;
  /** For whom the tokens of the CI are made: the address of the hub. */
  readonly audience: string;
  /** What a job may do; deploy and read deployments, if absent. */
  readonly scopes?: readonly string[];
  /** Seconds that a login lasts. */
  readonly lifetime?: number;
};

const DEPLOYING = ['deployment:write', 'deployment:read'];

/**
 * Lets the jobs of a CI system in without a key.
 * @example
 * new CiLogin(this, 'ci', { audience: 'https://hub.example.com', github: { repositoryId: '123456', ref: 'refs/heads/main' } });
 */
export class CiLogin extends Construct {
  readonly policy: TrustPolicy;

  constructor(scope: Construct, id: string, { name = id, description, audience, scopes = DEPLOYING, lifetime, provider, ...job }: CiLoginConfig) {
    super(scope, id);
    this.policy = new TrustPolicy(this, 'policy', {
      name, ...trusted(job), audiences: [audience], scopes: [...scopes], ...(description === undefined ? {} : { description }), ...(lifetime === undefined ? {} : { lifetime }), ...(provider === undefined ? {} : { provider }),
    });
  }
}

function trusted({ github, gitlab }: CiJob): { providerName: string; issuer: string; claims: TrustPolicyClaims[] } {
  if (github !== undefined) return { providerName: 'github', issuer: github.issuer ?? 'https://token.actions.githubusercontent.com', claims: claims({ repository_id: github.repositoryId, environment: github.environment, ref: github.ref }) };
  // The issuer is compared letter for letter, and GitLab's has no slash at its end.
  return { providerName: 'gitlab', issuer: (gitlab.url ?? 'https://gitlab.com').replace(/\/+$/, ''), claims: claims({ project_id: gitlab.projectId, ref_protected: gitlab.protectedOnly === false ? undefined : 'true', environment: gitlab.environment, ref_path: gitlab.ref }) };
}

const claims = (bound: Readonly<Record<string, string | undefined>>): TrustPolicyClaims[] => Object.entries(bound).flatMap(([claim, value]) => (value === undefined ? [] : [{ claim, values: [value] }]));
