/** What installed plugins know about services, as sources of incident context. */
import { type ContextErrand, type ContextHealth, type ContextQuestion, type ContextSource, type ContextSupplier, type Document, Failure, foreignSchema } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { Directory } from './directory.ts';
import type { Health } from './lifecycle/health.ts';
import type { Live } from './live.ts';
import { scopeOf } from './names.ts';
import { BUDGETS, type RunHandler } from './runtime/run-handler.ts';

type Declared = NonNullable<Manifest['context']>[number];

export interface ContextPorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly health: Pick<Health, 'ask'>;
}

export function pluginContext({ directory, run, health }: ContextPorts): ContextSupplier {
  return (tenant) => directory.live(tenant).flatMap((live) => (live.manifest.context ?? []).map((declared) => sourceOf(live, declared)));

  function sourceOf(live: Live, declared: Declared): ContextSource {
    const { name, kind, title, description, query } = declared;
    return {
      id: `${idOf(live)}/${name}`, kind, title, description, scope: scopeOf(live.plugin, true),
      integration: { installation: live.id, plugin: live.plugin, plugin_version: live.version },
      ...(isEmpty(query) ? {} : { query: { schema: query, parse: parserOf(declared) } }),
      health: () => known(live),
      async check(signal) {
        const { state, reason = null } = await health.ask(live, signal);
        return { state, reason };
      },
      find: (question, errand) => find(live, name, question, errand),
    };
  }

  async function find(live: Live, name: string, { project: _, ...question }: ContextQuestion, { callId, requestId, signal }: ContextErrand): Promise<readonly unknown[]> {
    const found = await run(live, { handler: 'context', name, input: question, budget: BUDGETS.context, callId, requestId, reach: 'read', idempotent: true }, signal);
    if (!Array.isArray(found)) throw new Failure('plugin.faulty', `${name} of ${live.plugin} answered no list`, { plugin: live.plugin });
    return found;
  }
}

/** `prometheus`, `prometheus:eu` of an installation with a name, `acme.weather` of somebody else. */
function idOf({ plugin, name }: Live): string {
  const [namespace = '', short = ''] = plugin.split('/');
  return `${namespace === 'patchbay' ? '' : `${namespace}.`}${short}${name === 'default' ? '' : `:${name}`}`;
}

function known({ row: { body }, manifest }: Live): ContextHealth {
  if (body['status'] === 'degraded') return { state: 'degraded', reason: typeof body['status_reason'] === 'string' ? body['status_reason'] : null };
  return { state: manifest.health ? 'ok' : 'unknown', reason: null };
}

const isEmpty = ({ properties }: Document): boolean => Object.keys((properties ?? {}) as object).length === 0;

const parsers = new WeakMap<Declared, ReturnType<typeof foreignSchema>>();

function parserOf(declared: Declared): ReturnType<typeof foreignSchema> {
  const parser = parsers.get(declared) ?? foreignSchema({ ...declared.query });
  parsers.set(declared, parser);
  return parser;
}
