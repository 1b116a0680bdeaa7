/** All tools of a server, page by page. One that can't be read is left out; a server that never ends its list is stopped. */
import { Failure } from '@patchbay/contracts';
import { ToolDefinition } from './definition.ts';
import type { Asked, Upstream } from './upstream/upstream.ts';

const MOST_PAGES = 100;
const MOST_TOOLS = 2000;
const MOST_BYTES = 65_536;
const MOST_TOGETHER = 8_388_608;

export async function findTools(upstream: Upstream, slug: string, who: Pick<Asked, 'signal' | 'principal'>): Promise<ToolDefinition[]> {
  const found = new Map<string, ToolDefinition>();
  const seen = new Set<string>();
  let cursor: string | undefined;
  let bytes = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { tools, nextCursor } = await upstream.ask({ method: 'tools/list', params: cursor === undefined ? {} : { cursor }, ...who });
    for (const each of Array.isArray(tools) ? (tools as unknown[]) : []) {
      const { data } = ToolDefinition.safeParse(each);
      const size = data === undefined ? Infinity : JSON.stringify(data).length;
      if (data === undefined || size > MOST_BYTES) continue;
      if ((bytes += size) > MOST_TOGETHER) throw lies(slug, `its tools take more than ${MOST_TOGETHER} characters together`);
      if (found.has(data.name)) throw lies(slug, `it has two tools named ${data.name}`);
      found.set(data.name, data);
    }
    if (found.size > MOST_TOOLS) throw lies(slug, `it has more than ${MOST_TOOLS} tools`);
    if (typeof nextCursor !== 'string') return [...found.values()];
    if (seen.has(nextCursor)) throw lies(slug, 'its list of tools goes in a circle');
    seen.add(nextCursor);
    cursor = nextCursor;
  }
  throw lies(slug, 'its list of tools does not end');
}

const lies = (slug: string, why: string): Failure => new Failure('upstream.failed', `${slug} can’t be used: ${why}`, { upstream: slug, retryable: false });
