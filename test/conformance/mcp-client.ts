/** The official suite against the client side of the gateway. `npm run conformance mcp-client` */
import { join } from 'node:path';
import { proof } from '../proof.ts';
import { runSuite } from './mcp/suite.ts';

/** Extensions, and what the suite took in after the release: it runs them, and does not count them. */
const UNSCORED = /^auth\/(client-credentials|enterprise|dpop|wif)|^json-schema-2020-12-preservation$/;

const tally = await runSuite(['client', '--command', `${process.execPath} ${join(import.meta.dirname, 'mcp/client.ts')}`, '--requirements', '2026-07-28']);
const failing = tally.failing.filter((each) => !UNSCORED.test(each));
for (const each of failing) console.log(`FAILING ${each}`);

proof('conformance mcp-client', [
  { name: 'scored scenarios that failed', value: failing.length, goal: 0, better: 'lower' },
  { name: 'checks that passed', value: tally.passed, goal: 380, better: 'higher' },
  { name: 'scenarios', value: tally.scenarios, goal: 32, better: 'higher' },
]);
