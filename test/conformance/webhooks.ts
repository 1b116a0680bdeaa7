/** What goes out is what others take, what comes in is proved and counts once, and the client of another webhook service works here unchanged. `node test/conformance/webhooks.ts [section]` */
import { proof } from '../proof.ts';
import { proveSignatures } from './signatures/prove.ts';
import { proveDeliveries } from './webhooks/deliveries.ts';
import { proveFacade } from './webhooks/facade.ts';
import { proveInbound } from './webhooks/inbound.ts';

const [only] = process.argv.slice(2);

proof('conformance webhooks', [
  ...(only === undefined ? await proveSignatures() : []),
  ...(only === undefined || only === 'deliveries' ? await proveDeliveries('sqlite') : []),
  ...(only === undefined ? await proveDeliveries('postgres') : []),
  ...(only === undefined || only === 'inbound' ? await proveInbound('sqlite') : []),
  ...(only === undefined ? await proveInbound('postgres') : []),
  ...await proveFacade('sqlite', only),
  ...(only === undefined ? await proveFacade('postgres') : []),
]);
