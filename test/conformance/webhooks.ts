/** What goes out is what others take, and the client of another webhook service works here unchanged. `node test/conformance/webhooks.ts [section]` */
import { proof } from '../proof.ts';
import { proveSignatures } from './signatures/prove.ts';
import { proveFacade } from './webhooks/facade.ts';

const [only] = process.argv.slice(2);

proof('conformance webhooks', [
  ...(only === undefined ? await proveSignatures() : []),
  ...await proveFacade('sqlite', only),
  ...(only === undefined ? await proveFacade('postgres') : []),
]);
