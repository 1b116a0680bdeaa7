/** Every way of declaring a tenant. One whose program is not here is said loudly. */
import type { CatalogDocument } from '@patchbay/contracts';
import { kubernetesIsHere } from '../../../doubles/kubernetes.ts';
import { ansibleIsHere } from '../ansible/play.ts';
import { armParity } from '../arm/parity.ts';
import { cdktnParity } from '../cdktn/parity.ts';
import { cloudformationParity } from '../cloudformation/parity.ts';
import { kubernetesParity } from '../kubernetes/parity.ts';
import { pulumiParity } from '../pulumi/parity.ts';
import { ansibleParity } from './ansible.ts';
import { cliParity } from './cli.ts';
import { terraformParity } from './terraform.ts';
import type { ParityTool } from './tool.ts';

export function parityTools(catalog: CatalogDocument): { readonly here: readonly ParityTool[]; readonly missing: readonly string[] } {
  // The slow one first: the others go on beside it. They are compared with the first that is done in this order.
  const ansible = ansibleIsHere() ? [ansibleParity(catalog)] : [];
  const kubernetes = kubernetesIsHere() ? [kubernetesParity(catalog)] : [];
  const missing = [...(ansible.length === 0 ? ['ansible'] : []), ...(kubernetes.length === 0 ? ['kubernetes'] : [])];
  for (const name of missing) console.error(`PARITY OF ${name.toUpperCase()} WAS NOT TESTED: its program is not here.`);
  return { here: [cliParity(catalog), ...ansible, ...kubernetes, terraformParity(catalog), cdktnParity(catalog), pulumiParity(catalog), cloudformationParity, armParity], missing };
}
