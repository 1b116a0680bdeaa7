/**
 * Tries to get at a hub over MCP: through servers that are attached to it, and through clients that borrow what is not theirs. `npm run attack mcp`
 * The servers are real and on loopback; the list follows the OWASP MCP Top 10.
 */
import { proof } from '../proof.ts';
import { deputies } from './mcp/deputies.ts';
import { createLedger } from './mcp/ledger.ts';
import { poison } from './mcp/poison.ts';
import { reach } from './mcp/reach.ts';
import { openStage } from './mcp/stage.ts';

const LEAST_PROBES = 180;
const stage = await openStage();
const ledger = createLedger();
for (const part of [poison, deputies, reach]) {
  const before = ledger.probes;
  await part(stage, ledger);
  console.log(`${part.name}: ${ledger.probes - before} probes`);
}
await stage.stop();

for (const each of ledger.through) console.error(`GOT THROUGH  ${each}`);
for (const each of ledger.spoiled) console.error(`REFUSED THE HONEST  ${each}`);
proof('attack mcp', [
  { name: 'attempts that got through', value: ledger.through.length, goal: 0, better: 'lower' },
  { name: 'honest uses refused', value: ledger.spoiled.length, goal: 0, better: 'lower' },
  { name: 'probes run', value: ledger.probes, goal: LEAST_PROBES, better: 'higher' },
]);
