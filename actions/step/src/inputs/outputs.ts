/** The outputs of every verb, in every CI. A running step gives them and needs no words for it: only manifests and pages read this. */
import type { Verb } from './table.ts';

export interface OutputDefinition { readonly description: string; readonly secret?: true }

const deploymentOutputs = {
  deployment: { description: 'Id of the deployment.' },
  status: { description: 'How it ended: succeeded, failed, cancelled, superseded; or how it stands, when nobody waited.' },
  url: { description: 'Where it is reached.' },
  outputs: { description: 'What it gave back: a JSON object.' },
} as const satisfies Readonly<Record<string, OutputDefinition>>;

export const outputs = {
  deploy: deploymentOutputs,
  preview: { preview: { description: 'Id of the preview.' }, ...deploymentOutputs },
  gate: { open: { description: '`true` or `false`.' }, 'waiting-for': { description: 'What holds it: JSON.' } },
  call: { result: { description: 'What the action answered: JSON.' }, approval: { description: 'The approval that it waited for.' } },
  notify: { event: { description: 'Id of the event.' } },
  setup: { token: { description: 'A token of the hub, for a short time.', secret: true } },
} as const satisfies Readonly<Record<Verb, Readonly<Record<string, OutputDefinition>>>>;
