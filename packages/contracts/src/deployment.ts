/** Words about deployments that its record, its actions and its events share. */
import { z } from 'zod';
import { httpUrl, instant, PRINTABLE } from './field.ts';

export const deploymentKinds = ['deploy', 'rollback', 'promotion', 'tear_down'] as const;
export type DeploymentKind = (typeof deploymentKinds)[number];

export const deploymentStates = ['queued', 'waiting', 'running', 'succeeded', 'failed', 'cancelled', 'rolled_back', 'superseded'] as const;
export type DeploymentState = (typeof deploymentStates)[number];

/** Why a deployment does not go on. */
export const heldKinds = ['approvals', 'refs', 'wait', 'freeze', 'gate', 'turn', 'runner', 'action_approval', 'cancellation'] as const;

export const held = z.object({
  kind: z.enum(heldKinds).meta({ description: 'What holds it: approvals, its ref, the waiting time, a freeze window, a gate, another deployment, its runner, the approval of what brings it up, or its cancellation.', examples: ['approvals'] }),
  detail: z.string().meta({ description: 'In words for people.', examples: ['0 of 1 approvals'] }),
  until: instant.optional().meta({ description: 'When that is over, if it is known.' }),
  needs: z.string().optional().meta({ description: 'Id of what it waits for: another deployment, or an approval.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  permanent: z.boolean().optional().meta({ description: 'Whether waiting is of no use.', examples: [true] }),
});
export type Held = z.output<typeof held>;

export const link = z.strictObject({
  title: z.string().min(1).max(120).regex(PRINTABLE, 'expected printable characters').meta({ description: 'What is there.', examples: ['Dashboard'] }),
  url: httpUrl.meta({ description: 'Address.', examples: ['https://grafana.example.com/d/shop'] }),
});

const text = (max: number) => z.string().min(1).max(max).regex(PRINTABLE, 'expected printable characters');

/** What is deployed. */
export const version = {
  release: text(255).optional().meta({ description: 'What is deployed: a version, a tag, an image digest.', examples: ['1.4.2'] }),
  commit: z.string().regex(/^[0-9a-fA-F]{7,64}$/, 'expected a commit in hex').optional().meta({ description: 'The commit that it was built from.', examples: ['3f0c1d9e5b7a2468ace013579bdf02468ace1357'] }),
  ref: text(255).optional().meta({ description: 'The git ref that it was built from, in full.', examples: ['refs/heads/main'] }),
};

/** Names for what a job of a CI hands on: they become variables there. */
export const outputs = z.record(z.string().min(1).max(120).regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'expected a letter or _, then letters, digits, _ and -'), z.string().max(16_384))
  .refine((all) => Object.keys(all).length <= 100, 'expected 100 at most').refine((all) => JSON.stringify(all).length <= 65_536, 'expected no more than 65,536 characters as JSON');

/** The CI run that asks. */
export const ciRun = z.strictObject({
  provider: text(60).meta({ description: 'The CI system.', examples: ['github'] }),
  run: text(255).optional().meta({ description: 'Its id of the run.', examples: ['9876543210'] }),
  attempt: text(20).optional().meta({ description: 'The how manieth attempt of it.', examples: ['1'] }),
  job: text(255).optional().meta({ description: 'The job in it.', examples: ['deploy'] }),
  url: httpUrl.optional().meta({ description: 'Where it is looked at.', examples: ['https://github.com/acme/shop/actions/runs/9876543210'] }),
});
