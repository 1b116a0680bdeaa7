/** A hub with what the suite expects to find, and a front that brings the key. */
import { startTestHub, type TestHub, type TestHubOptions } from '../../doubles/hub.ts';
import { createChanges } from './changes.ts';
import { conformanceSource } from './fixtures.ts';
import { type Front, startFront } from './front.ts';
import { library, prompts } from './reading.ts';

/** The fixtures alone: the suite looks for some of them on the first page only. */
export const FIXTURES = '/mcp/toolset/test,json_schema,greet,slow,failing,protocol,confirm,multi';

export interface World {
  readonly hub: TestHub;
  front(path: string): Promise<Front>;
  stop(): Promise<void>;
}

export async function startWorld(options: Partial<TestHubOptions> = {}): Promise<World> {
  const changes = createChanges();
  const hub = await startTestHub({
    store: 'sqlite', ...options, config: { limits: { principalPerMinute: 100_000_000, tenantPerMinute: 100_000_000 }, ...options.config },
    ports: { sources: [conformanceSource(changes.ring)], mcp: { prompts, libraries: [library], changes: changes.follow }, ...options.ports },
  });
  const fronts: Front[] = [];
  return {
    hub,
    async front(path) {
      const front = await startFront(hub.url, hub.key, path);
      fronts.push(front);
      return front;
    },
    async stop() {
      for (const front of fronts) await front.stop();
      await hub.stop();
    },
  };
}
