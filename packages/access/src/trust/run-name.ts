/** What a run is called in the audit trail and where somebody looks who did it. Shown, and never decided by. */
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
