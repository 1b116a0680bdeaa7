/** The way into a plugin that runs in the sandbox. `patchbay plugin pack` puts it around the plugin; authors don't need it. */
import type { HostAnswer, HostCall } from './context.ts';
import type { Plugin } from './definition.ts';
import type { Json } from './json.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { type Invocation, type Outcome, perform } from './perform.ts';

/** What the sandbox gives its guests. */
interface Sandbox {
  readonly host: { call(name: string, args: Json): Promise<unknown> };
  readonly console: Readonly<Record<'debug' | 'info' | 'warn' | 'error', (line: string) => void>>;
}

export interface Guest { describe(): Manifest; invoke(invocation: Invocation): Promise<Outcome> }

/**
 * @example
 * import { plugin } from './plugin.ts';
 * export const { describe, invoke } = guest(plugin);
 */
export function guest(plugin: Plugin): Guest {
  const { host, console } = globalThis as unknown as Sandbox; // the sandbox puts them there before the plugin is loaded
  /** The sandbox itself refuses what goes far beyond what the host would. */
  const refused = (error: unknown): HostAnswer => ({ ok: false, error: { code: 'rate_limited', message: error instanceof Error ? error.message : 'the host does not answer' } });
  const ask: HostCall = (name, args) => host.call(name, args).then((answer) => answer as HostAnswer, refused);
  return {
    describe: () => manifestOf(plugin),
    invoke: (invocation) => perform(plugin, invocation, { host: ask, print: (level, line) => console[level](line) }),
  };
}
