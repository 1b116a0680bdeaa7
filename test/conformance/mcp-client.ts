/** Only the client part of `npm run conformance mcp`. `npm run conformance mcp-client` */
import { proof } from '../proof.ts';
import { runAttached } from './mcp/attached.ts';

const { scenarios, passed, failing } = await runAttached();

proof('conformance mcp-client', [
  { name: 'scored scenarios that failed', value: failing.length, goal: 0, better: 'lower' },
  { name: 'checks that passed', value: passed, goal: 440, better: 'higher' },
  { name: 'scenarios', value: scenarios, goal: 39, better: 'higher' },
]);
