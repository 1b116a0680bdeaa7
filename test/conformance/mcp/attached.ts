/** The official suite against the client side of the gateway: it starts a hub of its own for every scenario. */
import { join } from 'node:path';
import { runSuite } from './suite.ts';

/** Extensions, and what the suite took in after the release: it runs them, and does not count them. */
const UNSCORED = /^auth\/(client-credentials|enterprise|dpop|wif)|^json-schema-2020-12-preservation$/;

/** The suite starts all of its clients at once: on a small machine the last of them waits long for its turn. */
const PATIENCE_MS = 120_000;

export interface Attached { readonly scenarios: number; readonly passed: number; readonly failing: readonly string[] }

export async function runAttached(): Promise<Attached> {
  const { scenarios, passed, failing } = await runSuite(['client', '--command', `${process.execPath} ${join(import.meta.dirname, 'client.ts')}`, '--requirements', '2026-07-28', '--timeout', String(PATIENCE_MS)]);
  const counted = failing.filter((each) => !UNSCORED.test(each));
  console.log(`client, 2026-07-28: ${passed} checks passed in ${scenarios} scenarios${counted.map((each) => `\n  FAILING ${each}`).join('')}`);
  return { scenarios, passed, failing: counted };
}
