/** What a job of each CI system shows to log in, and what its trust policy binds. */

type Claims = Readonly<Record<string, unknown>>;

export interface Ci {
  readonly name: string;
  readonly policy: { readonly provider: string; readonly audiences: readonly string[]; readonly algorithms?: readonly string[]; readonly claims: readonly { readonly claim: string; readonly values: readonly string[] }[] };
  readonly claims: Claims;
  /** Other claims of a job that has the right to come in all the same. */
  readonly also: readonly { readonly what: string; readonly claims: Claims }[];
  /** And of one that has not, with the claim that keeps it out. */
  readonly never: readonly { readonly what: string; readonly claims: Claims; readonly by: string }[];
}

const HUB = 'https://hub.example.com';
const bound = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([claim, value]) => ({ claim, values: [value] }));

export const cis: readonly Ci[] = [
  {
    name: 'GitHub',
    policy: { provider: 'github', audiences: [HUB], claims: bound({ repository_id: '4711', environment: 'production', ref: 'refs/heads/main' }) },
    claims: { aud: HUB, sub: 'repo:acme/shop:environment:production', repository: 'acme/shop', repository_id: '4711', repository_owner_id: '99', environment: 'production', ref: 'refs/heads/main', event_name: 'push', run_id: '1', run_attempt: '1' },
    also: [
      { what: 'the old form of sub', claims: { sub: 'repo:acme/shop:environment:production' } },
      { what: 'the new form of sub', claims: { sub: 'repo:acme@99/shop@4711:environment:production' } },
      { what: 'a sub that its owner made', claims: { sub: 'repository_id:4711:job_workflow_ref:x' } },
    ],
    never: [
      { what: 'a repository that took over the name', claims: { repository_id: '666' }, by: 'repository_id' },
      { what: 'pull_request_target', claims: { event_name: 'pull_request_target' }, by: 'event_name' },
    ],
  },
  {
    name: 'GitLab',
    policy: { provider: 'gitlab', audiences: [HUB], claims: bound({ project_id: '22', ref_protected: 'true' }) },
    claims: { aud: HUB, sub: 'project_path:acme/shop:ref_type:branch:ref:main', project_id: '22', job_project_id: '22', project_path: 'acme/shop', ref_protected: 'true', pipeline_id: '5', job_id: '6' },
    also: [{ what: 'a GitLab before 18.3, on a protected ref', claims: { job_project_id: undefined } }],
    never: [{ what: 'the job of a fork', claims: { job_project_id: '666' }, by: 'job_project_id' }, { what: 'an unprotected ref', claims: { ref_protected: 'false' }, by: 'ref_protected' }],
  },
  {
    name: 'Jenkins',
    policy: { provider: 'jenkins', audiences: [HUB], claims: bound({ sub: 'https://jenkins.example.com/job/shop/job/main/' }) },
    claims: { aud: HUB, sub: 'https://jenkins.example.com/job/shop/job/main/', build_number: 7 },
    also: [{ what: 'another build of the job', claims: { build_number: 8 } }],
    never: [{ what: 'the job of a pull request', claims: { sub: 'https://jenkins.example.com/job/shop/job/PR-17/' }, by: 'sub' }],
  },
  {
    name: 'Azure DevOps',
    policy: { provider: 'azure_devops', audiences: ['api://AzureADTokenExchange'], claims: bound({ org_id: 'org', prj_id: 'prj', def_id: '3' }) },
    claims: { aud: 'api://AzureADTokenExchange', sub: 'p://acme/shop/deploy', org_id: 'org', prj_id: 'prj', def_id: '3', run_id: '88' },
    also: [{ what: 'a sub of another form', claims: { sub: 'sc://acme/shop/patchbay' } }],
    never: [{ what: 'another pipeline of the project', claims: { def_id: '4' }, by: 'def_id' }],
  },
  {
    name: 'AWS',
    policy: { provider: 'aws', audiences: [HUB], algorithms: ['RS256', 'ES256'], claims: [...bound({ sub: 'arn:aws:iam::123456789012:role/deploy' }), { claim: '/https:~1~1sts.amazonaws.com~1/aws_account', values: ['123456789012'] }] },
    claims: { aud: HUB, sub: 'arn:aws:iam::123456789012:role/deploy', 'https://sts.amazonaws.com/': { aws_account: '123456789012' } },
    also: [{ what: 'more claims below the key of STS', claims: { 'https://sts.amazonaws.com/': { aws_account: '123456789012', source_region: 'eu-west-1' } } }],
    never: [{ what: 'the account as a claim of its own', claims: { 'https://sts.amazonaws.com/': undefined, aws_account: '123456789012' }, by: '/https:~1~1sts.amazonaws.com~1/aws_account' }],
  },
];
