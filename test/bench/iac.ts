/** What infrastructure as code costs, tool by tool. `npm run bench iac` */
import { proof } from '../proof.ts';
import { terraformFigures } from './iac/terraform.ts';

proof('bench iac', [...await terraformFigures()]);
