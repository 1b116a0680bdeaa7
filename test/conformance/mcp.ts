/**
 * The official suite against a hub, in both eras of the protocol. `npm run conformance mcp`
 * The same again through the gateway, a hub in front of that hub, and the suite's own servers attached to one. The hub is real; only the actions, resources and prompts that the suite asks for are brought by the test.
 */
import { proof } from '../proof.ts';
import { startTestHub } from '../doubles/hub.ts';
import { runAttached } from './mcp/attached.ts';
import { startFront } from './mcp/front.ts';
import { startGateway } from './mcp/gateway.ts';
import { inspect } from './mcp/inspector.ts';
import { runSuite, type Tally } from './mcp/suite.ts';
import { FIXTURES, startWorld } from './mcp/world.ts';

const world = await startWorld();
const modern = await tell('server, 2026-07-28', runSuite(['server', '--url', (await world.front(FIXTURES)).url, '--requirements', '2026-07-28']));
const legacy = await tell('server, 2025-11-25', runSuite(['server', '--url', (await world.front('/mcp')).url, '--requirements', '2025-11-25']));
const plain = await startTestHub({ store: 'sqlite' });
const before = await startFront(plain.url, plain.key);
const inspected = await inspect(before.url);
await before.stop();
await plain.stop();
await world.stop();

const gateway = await startGateway();
const through = await tell('gateway, 2026-07-28', runSuite(['server', '--url', gateway.front.url, '--requirements', '2026-07-28']));
const throughLegacy = await tell('gateway, 2025-11-25', runSuite(['server', '--url', gateway.front.url, '--requirements', '2025-11-25']));
await gateway.stop();
const attached = await runAttached();

proof('conformance mcp', [
  { name: 'checks of the stateless era that failed, tasks included', value: modern.failed, goal: 0, better: 'lower' },
  { name: 'checks of the stateless era that passed', value: modern.passed, goal: 190, better: 'higher' },
  { name: 'scenarios of the stateless era', value: modern.scenarios, goal: 50, better: 'higher' },
  { name: 'checks of the older era that failed', value: legacy.failed, goal: 0, better: 'lower' },
  { name: 'checks of the older era that passed', value: legacy.passed, goal: 80, better: 'higher' },
  { name: 'scenarios of the older era', value: legacy.scenarios, goal: 33, better: 'higher' },
  { name: 'tools of the hub that the Inspector looked at, strictly', value: inspected.tools, goal: 100, better: 'higher' },
  { name: 'of those, with a schema that is not portable', value: inspected.errors, goal: 0, better: 'lower' },
  { name: 'checks through the gateway that failed, both eras', value: through.failed + throughLegacy.failed, goal: 0, better: 'lower' },
  { name: 'checks through the gateway that passed', value: through.passed + throughLegacy.passed, goal: 270, better: 'higher' },
  { name: 'scored scenarios of the client that failed', value: attached.failing.length, goal: 0, better: 'lower' },
  { name: 'checks of the client that passed', value: attached.passed, goal: 440, better: 'higher' },
  { name: 'scenarios of the client', value: attached.scenarios, goal: 39, better: 'higher' },
]);

async function tell(name: string, run: Promise<Tally>): Promise<Tally> {
  const tally = await run;
  console.log(`${name}: ${tally.passed} passed, ${tally.failed} failed in ${tally.scenarios} scenarios${tally.failing.map((each) => `\n  FAILING ${each}`).join('')}`);
  return tally;
}
