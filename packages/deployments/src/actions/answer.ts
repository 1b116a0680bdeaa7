import type { deploymentApprove, previewUp } from '@patchbay/contracts';
import type { z } from 'zod';
import type { Desk } from '../desk.ts';
import { type Deployment, DEPLOYMENT, showDeployment } from '../record/deployment.ts';
import { PREVIEW, type Preview, showPreview } from '../record/preview.ts';

export type DeploymentView = z.input<typeof deploymentApprove.output>;
type PreviewView = z.input<typeof previewUp.output>['preview'];

/** The deployment as it will be when this unit is written. `invoke` checks it against the schema. */
export const answer = async ({ id }: Pick<Deployment, 'id'>, desk: Desk): Promise<DeploymentView> => showDeployment((await desk.read<Deployment>(DEPLOYMENT, id))!) as DeploymentView;
export const answerPreview = async ({ id }: Pick<Preview, 'id'>, desk: Desk): Promise<PreviewView> => showPreview((await desk.read<Preview>(PREVIEW, id))!) as PreviewView;
