/** One description of a whole tenant, applied by each tool to a hub of its own: the hubs are the same afterwards, and no tool finds anything to do at the hub of another. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CatalogDocument } from '@patchbay/contracts';
import { startTestHub, type TestHub } from '../../../doubles/hub.ts';
import type { Tally } from '../tally.ts';
import { type Entry, stateOf } from './state.ts';
import { fullTenant } from './tenant.ts';
import type { Declaration, ParityHub, ParityTool } from './tool.ts';

export interface ParityFound {
  readonly declarations: number;
  /** Tools whose hub is the same as that of the first. */
  readonly same: number;
  /** Looks of one tool at the hub of another that found nothing to do. */
  readonly quiet: number;
  readonly looks: number;
}

interface Filled { readonly tool: ParityTool; readonly hub: TestHub; readonly at: ParityHub; readonly state: readonly Entry[] }

/** Each tool looks at the hub of the one before it: the hubs being equal, that says the same as all pairs. `all` has every pair done. */
export async function parity(tools: readonly ParityTool[], catalog: CatalogDocument, scratch: string, tally: Tally, { all = false } = {}): Promise<ParityFound> {
  const tenant = fullTenant(catalog);
  const filled: Filled[] = [];
  try {
    filled.push(...(await inLanes(tools.map((tool, i) => () => fill(tool, tenant, catalog, join(scratch, `parity-${i}`), tally)))).flat());
    const same = filled.filter(({ tool, state }) => isSame(filled[0]!.state, state, `${tool.name} as ${filled[0]!.tool.name}`, tally)).length;
    const pairs = filled.flatMap(({ tool }, i) => (all ? filled.filter((_, j) => j !== i) : [filled.at(i - 1)!]).map((other) => [tool, other] as const));
    const quiet = (await inLanes(pairs.map(([tool, other]) => () => plansNothing(tool, tenant, other, tally)))).filter(Boolean).length;
    for (const { tool, at, state } of filled) isSame(state, await stateOf(at, catalog), `looking at the hub of ${tool.name} changed nothing`, tally);
    return { declarations: tenant.length, same, quiet, looks: pairs.length };
  } finally {
    for (const { hub } of filled) await hub.stop();
  }
}

/** Nothing, if the tool failed: the others are still compared. */
async function fill(tool: ParityTool, tenant: readonly Declaration[], catalog: CatalogDocument, scratch: string, tally: Tally): Promise<Filled[]> {
  const hub = await startTestHub({ store: 'sqlite', config: { limits: { principalPerMinute: 10_000_000, tenantPerMinute: 10_000_000 } } });
  const at: ParityHub = { url: hub.url, key: hub.key, scratch };
  await mkdir(scratch, { recursive: true });
  try {
    const before = await stateOf(at, catalog);
    await tool.apply(tenant, at);
    const state = await stateOf(at, catalog);
    tally.check(`parity: ${tool.name} made all that is declared`, state.length === before.length + tenant.length, `${state.length - before.length} of ${tenant.length}`);
    return [{ tool, hub, at, state }];
  } catch (error) {
    tally.check(`parity: ${tool.name} applies a whole tenant`, false, error instanceof Error ? error.stack : String(error));
    await hub.stop();
    return [];
  }
}

async function plansNothing(tool: ParityTool, tenant: readonly Declaration[], other: Filled, tally: Tally): Promise<boolean> {
  const what = `parity: ${tool.name} has nothing to do at the hub of ${other.tool.name}`;
  const scratch = join(other.at.scratch, `looked-at-by-${tool.name.replaceAll(' ', '-')}`);
  await mkdir(scratch, { recursive: true });
  const found = await tool.plan(tenant, { ...other.at, scratch }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  tally.check(what, found === 0, found instanceof Error ? found.stack : `${found} changes`);
  return found === 0;
}

function isSame(wanted: readonly Entry[], found: readonly Entry[], what: string, tally: Tally): boolean {
  const names = [...new Set([...wanted, ...found].map(({ name }) => name))];
  const other = names.filter((name) => !isDeepStrictEqual(named(wanted, name), named(found, name)));
  tally.check(`parity: ${what}`, other.length === 0, other.map((name) => `${name} is\n  ${JSON.stringify(named(found, name))} and not\n  ${JSON.stringify(named(wanted, name))}`).join('\n'));
  return other.length === 0;
}

const named = (state: readonly Entry[], wanted: string): Entry | undefined => state.find(({ name }) => name === wanted);

/** As many at once as a small machine has cores: each tool waits for programs of its own. Answers come in the order of the work. */
async function inLanes<T>(work: readonly (() => Promise<T>)[], lanes = 2): Promise<T[]> {
  const done: T[] = [];
  const waiting = [...work.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}
