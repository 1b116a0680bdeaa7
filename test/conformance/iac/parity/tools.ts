/** Every way of declaring a tenant that can run here. One whose program is not here is said loudly, and is missing in the figures. */
import type { CatalogDocument } from '@patchbay/contracts';
import { cdktnParity } from '../cdktn/parity.ts';
import { ansibleIsHere } from '../ansible/play.ts';
import { ansibleParity } from './ansible.ts';
import { cliParity } from './cli.ts';
import { terraformParity } from './terraform.ts';
import type { ParityTool } from './tool.ts';

export function parityTools(catalog: CatalogDocument): { readonly here: readonly ParityTool[]; readonly missing: readonly string[] } {
  const missing = ansibleIsHere() ? [] : ['ansible'];
  for (const name of missing) console.error(`PARITY OF ${name.toUpperCase()} WAS NOT TESTED: its program is not here.`);
  return { here: [cliParity(catalog), terraformParity(catalog), cdktnParity(catalog), ...(missing.includes('ansible') ? [] : [ansibleParity(catalog)])], missing };
}
