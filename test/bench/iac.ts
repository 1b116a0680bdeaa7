/** What infrastructure as code costs, tool by tool. `npm run bench iac` */
import { proof } from '../proof.ts';
import { cloudformationFigures } from './iac/cloudformation.ts';
import { kubernetesFigures } from './iac/kubernetes.ts';
import { pulumiFigures } from './iac/pulumi.ts';
import { terraformFigures } from './iac/terraform.ts';

proof('bench iac', [...await cloudformationFigures(), ...await kubernetesFigures(), ...await pulumiFigures(), ...await terraformFigures()]);
