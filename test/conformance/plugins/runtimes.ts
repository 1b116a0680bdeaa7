/** The same plugins, the same calls, in the hub's process and in the sandbox: whatever comes back must be the same, refusals included. */
import { Failure } from '@patchbay/contracts';
import { openPlugin, type PluginRuntime } from '../../doubles/plugin-host.ts';
import { plugin } from '../../house/plugins/tracker.ts';
import { startTracker } from '../../house/plugins/tracker-double.ts';

export interface Compared { readonly calls: number; readonly problems: readonly string[] }

const TOKEN = 'tracker-token-123456';
const file = new URL('../../house/plugins/tracker.ts', import.meta.url).href;

type Call = readonly [kind: 'action' | 'query' | 'dryRun', name: string, input: unknown];
const misbehave = (how: string): Call => ['action', 'misbehave', { how }];

const calls: readonly Call[] = [
  ['action', 'create_issue', { title: 'Fire', labels: ['hot'] }], ['action', 'create_issue', { title: 'Ünïcödé \u0000 🙂 "quotes"' }], ['action', 'create_issue', { title: '' }], ['action', 'create_issue', {}], ['action', 'create_issue', { title: 1 }],
  ['action', 'create_issue', { title: 'x', __proto__: { polluted: true } }], ['dryRun', 'create_issue', { title: 'Flood' }], ['query', 'list_issues', {}], ['query', 'list_issues', { limit: 1 }], ['query', 'list_issues', { limit: 1000 }], ['query', 'known', {}],
  ['action', 'delete_issue', { key: 'OPS-1' }], ['action', 'delete_issue', { key: 'OPS-404' }], ['query', 'write', {}], ['query', 'list_issues', {}],
  ...['elsewhere', 'reveal', 'call', 'emit', 'throw', 'conflict', 'flood', 'state', 'call_ok', 'anything'].map(misbehave),
];

export async function compareRuntimes(): Promise<Compared> {
  const [trusted, sandboxed] = [await resultsIn('trusted'), await resultsIn('sandboxed')];
  const problems = calls.flatMap(([kind, name, input], index) => (trusted[index] === sandboxed[index] ? [] : [`${kind} ${name} ${JSON.stringify(input)}: trusted ${trusted[index]}, sandboxed ${sandboxed[index]}`]));
  return { calls: calls.length, problems };
}

async function resultsIn(runtime: PluginRuntime): Promise<readonly string[]> {
  const tracker = await startTracker(TOKEN);
  const host = await openPlugin({ plugin, file, runtime, config: { base_url: tracker.url }, secrets: { token: TOKEN } });
  try {
    const results: string[] = [];
    for (const [kind, name, input] of calls) results.push(withoutIds(await host[kind](name, input).then((output) => JSON.stringify(output), (error: unknown) => (error instanceof Failure ? JSON.stringify([error.code, error.message, error.details]) : String(error)))));
    return results;
  } finally {
    await host.close();
    await tracker.stop();
  }
}

/** Ids, instants and ports differ from run to run. */
const withoutIds = (text: string): string => text.replaceAll(/[a-z]+_[0-9a-z]{26}/g, 'id').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant').replaceAll(/127\.0\.0\.1:\d+/g, 'host');
