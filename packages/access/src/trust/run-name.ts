/** What a run is called in the audit trail and where somebody looks who did it: shown, and never decided by. And which logins are of one run. */
import type { Claims, Provider } from './policy.ts';

const parts: Readonly<Record<Provider, readonly string[]>> = {
  github: ['repository', 'run_id', 'run_attempt'],
  gitlab: ['project_path', 'pipeline_id', 'job_id'],
  jenkins: ['sub', 'build_number'],
  azure_devops: ['org_id', 'def_id', 'run_id'],
  aws: ['sub'],
  other: ['sub'],
};

const LONGEST = 100;

export function runOf(provider: Provider, claims: Claims): string {
  const values = parts[provider].map((name) => claims[name]).filter((value) => typeof value === 'string' || typeof value === 'number').map(String);
  return values.join(' ').replaceAll(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, LONGEST) || 'a run';
}

/** The same for all logins of one run under one policy. Undefined: its token does not tell. */
export function partyIn(policy: string, provider: Provider, claims: Claims): string | undefined {
  const values = parts[provider].map((name) => claims[name]);
  return values.every((value) => (typeof value === 'string' && value !== '') || typeof value === 'number') ? JSON.stringify([policy, ...values]) : undefined;
}
