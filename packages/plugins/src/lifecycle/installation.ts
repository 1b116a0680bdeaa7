/** What the `installation` resource does besides being stored: chooses the version, says where it stands, tells all hubs, and leaves nothing behind. */
import { type Behaviour, type Context, covers, type Document, eventPublish, Failure, type Op, type Row } from '@patchbay/contracts';
import type { Directory } from '../directory.ts';
import type { Registry } from '../registry/registry.ts';
import type { Release } from '../registry/release.ts';
import { standingOf, type Status } from './status.ts';

export interface InstallationPorts {
  readonly registry: Registry;
  readonly directory: Directory;
  /** The scope of an action that this caller can see. */
  readonly scopeOfAction: (action: string, ctx: Context) => string | undefined;
  /** Runs a step of the life of a plugin; it must not throw. */
  readonly step: (row: Row, step: 'install' | 'configure' | 'enable' | 'disable' | 'uninstall') => Promise<void>;
  /** All that an installation keeps besides its document. */
  readonly leavings: (of: { readonly tenant: string; readonly id: string }) => Promise<Op[]>;
  /** It is enabled or configured anew: look whether it works. */
  readonly probe: (tenant: string, id: string) => void;
}

/** What an action of ours wants of the change that it makes through the resource. */
export interface Intent { readonly version?: string; readonly release?: 'quarantine' }

export interface InstallationBehaviour extends Behaviour {
  update(before: Row, after: Document, ctx: Context): Document;
  /** For this call. */
  intend(ctx: Context, intent: Intent): void;
}

interface Fields extends Document {
  readonly plugin: string;
  readonly name: string;
  readonly version: string;
  readonly config: Document;
  readonly permissions: readonly string[];
  readonly enabled: boolean;
}

export function installationBehaviour({ registry, directory, scopeOfAction, step, leavings, probe }: InstallationPorts): InstallationBehaviour {
  const intents = new WeakMap<Context, Intent>();

  function create(fields: Document, ctx: Context & { readonly id: string }) {
    const declared = fields as Fields; // parsed by the schema of the resource
    const tenant = ctx.caller.tenant;
    refuseReach(declared.permissions, [], ctx);
    const secret_names = namesOf(fields['secrets']);
    const chosen = registry.choose(tenant, declared.plugin, declared.version, new Set(declared.permissions), declared.config);
    const standing = standingOf(chosen?.best.manifest, { ...declared, secrets: secret_names });
    announce(ctx, ctx.id, tenant);
    ctx.unit.after(async () => { await after(tenant, ctx.id, ['install', ...(standing.status === 'enabled' ? ['enable' as const] : [])]); });
    return { computed: { installed_version: chosen?.best.version ?? null, available_version: chosen?.newest.version ?? null, previous_version: null, secret_names, ...standing, status_since: new Date(ctx.now).toISOString() } };
  }

  function update(before: Row, after_: Document, ctx: Context): Document {
    const declared = after_ as Fields;
    const { tenant, id, body } = before;
    refuseReach(declared.permissions, body['permissions'] as string[], ctx);
    const secret_names = after_['secrets'] === undefined ? (body['secret_names'] as string[]) : namesOf(after_['secrets']);
    const intent = intents.get(ctx) ?? {};
    const { release, newest } = releaseFor(before, declared, intent);
    const was = body['status'] as Status;
    const again = intent.release === 'quarantine' || (body['enabled'] === false && declared.enabled);
    const held = was === 'quarantined' && !again ? { held: { status: 'quarantined' as const, reason: body['status_reason'] as string | null } } : {};
    const standing = standingOf(release?.manifest, { ...declared, secrets: secret_names, before: was, ...held });
    announce(ctx, id, tenant);
    const moved = release !== undefined && release.version !== body['installed_version'];
    const steps = stepsOf(was, standing.status, body['config'] !== declared.config || after_['secrets'] !== undefined);
    ctx.unit.after(async () => { await after(tenant, id, steps); });
    return {
      installed_version: release?.version ?? null, available_version: newest?.version ?? null, previous_version: moved ? (body['installed_version'] as string | null) : (body['previous_version'] ?? null), secret_names, ...standing,
      status_since: standing.status === was && !moved ? body['status_since'] : new Date(ctx.now).toISOString(),
    };
  }

  /** It stays at its version, unless that is not allowed any more or another one is wanted. */
  function releaseFor({ tenant, body }: Row, declared: Fields, { version }: Intent): { release: Release | undefined; newest: Release | undefined } {
    const chosen = registry.choose(tenant, declared.plugin, declared.version, new Set(declared.permissions), declared.config);
    if (version !== undefined) return { release: registry.get(tenant, declared.plugin, version), newest: chosen?.newest };
    const current = body['installed_version'] === null ? undefined : registry.get(tenant, declared.plugin, String(body['installed_version']));
    const stays = current !== undefined && declared.version === body['version'];
    return { release: stays ? current : chosen?.best, newest: chosen?.newest };
  }

  async function remove(before: Row, ctx: Context): Promise<void> {
    const { tenant, id } = before;
    if (!ctx.dryRun) await step(before, 'uninstall');
    for (const op of await leavings({ tenant, id })) ctx.unit.add(op);
    announce(ctx, id, tenant);
  }

  function announce(ctx: Context, id: string, tenant: string): void {
    ctx.unit.add(directory.changeOp(tenant, { kind: 'installation', id }, ctx.now));
    ctx.unit.after(() => directory.refresh(tenant, { kind: 'installation', id }));
  }

  async function after(tenant: string, id: string, steps: readonly ('install' | 'configure' | 'enable' | 'disable')[]): Promise<void> {
    const live = directory.get(tenant, id);
    if (live === undefined) return;
    for (const each of steps) await step(live.row, each);
    if (steps.length > 0) probe(tenant, id);
  }

  /** Nobody lets a plugin do what they may not do themselves. */
  function refuseReach(wanted: readonly string[], had: readonly string[], ctx: Context): void {
    for (const permission of wanted) {
      if (had.includes(permission)) continue;
      const needs = neededFor(permission, ctx);
      if (needs === undefined) continue; // there is no such action yet; calling it is refused
      if (!covers(ctx.caller.scopes, [needs])) throw new Failure('caller.forbidden', `${ctx.caller.name} may not allow ${permission}`, { needs, has: ctx.caller.scopes.list });
    }
  }

  /** What somebody must have to allow this. */
  function neededFor(permission: string, ctx: Context): string | undefined {
    const [, kind, target = ''] = /^(invoke|query|subscribe|emit):(.+)$/.exec(permission) ?? [];
    if (kind === 'subscribe') return 'event:read';
    if (kind === 'emit') return eventPublish.scope;
    return kind === undefined ? undefined : target.includes('*') ? '*' : scopeOfAction(target, ctx);
  }

  return Object.freeze({ create, update, delete: remove, intend: (ctx: Context, intent: Intent) => void intents.set(ctx, intent) });
}

const namesOf = (secrets: unknown): string[] => (secrets === undefined || secrets === null ? [] : Object.keys(secrets)).sort();

const RUNS: ReadonlySet<Status> = new Set(['enabled', 'degraded']);

function stepsOf(was: Status, is: Status, configured: boolean): ('configure' | 'enable' | 'disable')[] {
  if (!RUNS.has(is)) return RUNS.has(was) ? ['disable'] : [];
  return RUNS.has(was) ? (configured ? ['configure'] : []) : ['enable'];
}
