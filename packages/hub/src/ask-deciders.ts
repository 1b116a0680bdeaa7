/** Before something of consequence is done, the plugins of its tenant are asked that decide about such things. */
import { type Action, type Call, type Document, type Ruling, schemaOf } from '@patchbay/contracts';
import type { DeploymentPorts } from '@patchbay/deployments';
import type { InvokePorts } from '@patchbay/invoke';
import type { Plugins } from '@patchbay/plugins';
import type { JsonObject } from '@patchbay/sdk';

/** Nobody is locked out by a plugin: it can always be switched off, and what waits be decided. */
const NOT_ASKED: ReadonlySet<string> = new Set(['plugin_disable', 'plugin_uninstall', 'installation_update', 'installation_delete', 'approval_approve', 'approval_reject']);
/** What a plugin is handed of an input. */
const MOST_CHARACTERS = 256 * 1024;

export function askDeciders(decider: () => Plugins['decider']): { readonly action: NonNullable<InvokePorts['decide']>; readonly deployment: NonNullable<DeploymentPorts['decide']> } {
  return {
    action(call: Call, action: Action, input: unknown): Promise<Ruling> | undefined {
      const { caller, via } = call;
      if (NOT_ASKED.has(action.id) || !decider().listens('onActionRequested', caller.tenant)) return undefined;
      const proposed = { action: action.id, title: action.title, safety: action.safety, effects: action.effects, ...shown(action, input), principal: caller.principal, principal_name: caller.name, via };
      return decider().decide('onActionRequested', caller.tenant, plain(proposed), call.signal, caller.principal);
    },
    deployment(tenant: string, proposed: Document): Promise<Ruling> | undefined {
      if (!decider().listens('onDeploymentRequested', tenant)) return undefined;
      return decider().decide('onDeploymentRequested', tenant, plain(proposed), new AbortController().signal);
    },
  };
}

/** Without its secrets, and not without end. */
function shown(action: Action, input: unknown): Document {
  const open = withoutSecrets(input, secretsOf(action));
  return JSON.stringify(open ?? null).length > MOST_CHARACTERS ? { input: {}, input_omitted: true } : { input: open };
}

const known = new WeakMap<Action, ReadonlySet<string>>();

function secretsOf(action: Action): ReadonlySet<string> {
  const found = known.get(action);
  if (found !== undefined) return found;
  const { properties = {} } = schemaOf(action.input, 'input') as { properties?: Readonly<Record<string, { writeOnly?: unknown } | null>> };
  const made = new Set(Object.keys(properties).filter((field) => properties[field]?.writeOnly === true));
  known.set(action, made);
  return made;
}

function withoutSecrets(input: unknown, secrets: ReadonlySet<string>): unknown {
  if (secrets.size === 0 || typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).filter(([field]) => !secrets.has(field)));
}

/** As it will be on the other side of the wall. */
const plain = (proposed: Document): JsonObject => JSON.parse(JSON.stringify(proposed)) as JsonObject;
