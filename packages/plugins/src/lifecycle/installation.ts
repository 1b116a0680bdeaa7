/** What the `installation` resource does besides being stored: chooses the version, says where it stands, tells all hubs, and leaves nothing behind. */
import { type Behaviour, type Context, covers, deploymentApprove, type Document, eventPublish, Failure, type Op, type Row } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { Directory } from '../directory.ts';
import { HANDSHAKE, handshakeOf } from '../introductions.ts';
import type { Registry } from '../registry/registry.ts';
import type { Release } from '../registry/release.ts';
import { standingOf, type Status } from './status.ts';

/** `from`: of an update, the version before. */
export type LifeStep = (row: Row, step: 'install' | 'configure' | 'enable' | 'disable' | 'uninstall' | 'update', from?: string) => Promise<void>;
type After = 'configure' | 'enable' | 'disable' | 'update';

export interface InstallationPorts {
  readonly registry: Registry;
  readonly directory: Directory;
  /** The scope of an action that this caller can see. */
  readonly scopeOfAction: (action: string, ctx: Context) => string | undefined;
  /** Runs a step of the life of a plugin; it must not throw. */
  readonly step: LifeStep;
  /** True once in its life: its step `install` comes before it runs for the first time. */
  readonly begins: (of: { readonly tenant: string; readonly id: string }) => Promise<boolean>;
  /** All that an installation keeps besides its document. */
  readonly leavings: (of: { readonly tenant: string; readonly id: string }) => Promise<Op[]>;
  /** Once more after it is gone: what was under way may have written something meanwhile, or there was more than fits one unit. */
  readonly sweep: (of: { readonly tenant: string; readonly id: string }) => Promise<void>;
  /** It is enabled or configured anew: look whether it works. */
  /** What its health check said, and what came of its requests. */
  readonly showHealth: (rows: readonly Row[]) => Promise<readonly Document[]>;
  readonly probe: (tenant: string, id: string) => void;
  /** Where this hub is reached from outside. */
  readonly publicUrl: () => string;
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

export function installationBehaviour({ registry, directory, scopeOfAction, step, begins, leavings, sweep, probe, showHealth, publicUrl }: InstallationPorts): InstallationBehaviour {
  const intents = new WeakMap<Context, Intent>();

  /** Which took their last step, while the call that removes them may be run anew. */
  const leaving = new Map<string, number>();

  function create(fields: Document, ctx: Context & { readonly id: string }) {
    const declared = fields as Fields; // parsed by the schema of the resource
    const tenant = ctx.caller.tenant;
    refuseReach(declared.permissions, [], ctx);
    const secret_names = namesOf(fields['secrets']);
    const chosen = registry.choose(tenant, declared.plugin, declared.version, new Set(declared.permissions), declared.config);
    const standing = standingOf(chosen?.best.manifest, { ...declared, secrets: secret_names });
    announce(ctx, ctx.id, tenant);
    ctx.unit.after(async () => { await after(tenant, ctx.id, standing.status === 'enabled' ? ['enable'] : []); });
    return { computed: { installed_version: chosen?.best.version ?? null, available_version: chosen?.newest.version ?? null, previous_version: null, secret_names, health: null, ...webhooksOf(ctx.id, chosen?.best.manifest, secret_names, 'none'), ...standing, status_since: new Date(ctx.now).toISOString() } };
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
    const steps = [...(moved && RUNS.has(standing.status) ? ['update' as const] : []), ...stepsOf(was, standing.status, body['config'] !== declared.config || after_['secrets'] !== undefined)];
    ctx.unit.after(async () => {
      if (steps.includes('disable')) await step({ ...before, body: { ...body, status: standing.status } }, 'disable');
      else await after(tenant, id, steps, String(body['installed_version']));
    });
    return {
      installed_version: release?.version ?? null, available_version: newest?.version ?? null, previous_version: moved ? (body['installed_version'] as string | null) : (body['previous_version'] ?? null), secret_names, health: null,
      ...webhooksOf(id, release?.manifest, secret_names, ctx.via === HANDSHAKE ? 'unconfirmed' : after_['secrets'] === undefined ? body['webhook_handshake'] : 'done'), ...standing,
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

  function webhooksOf(id: string, manifest: Manifest | undefined, secretNames: readonly string[], stored: unknown): Document {
    return { webhook_url: (manifest?.webhooks.length ?? 0) === 0 ? null : `${publicUrl()}/v1/webhooks/${id}`, webhook_handshake: handshakeOf(manifest, secretNames, stored) };
  }

  async function show(rows: readonly Row[]): Promise<readonly Document[]> {
    const healths = await showHealth(rows);
    return rows.map(({ tenant, id, body }, at) => ({ ...healths[at], ...webhooksOf(id, body['installed_version'] === null ? undefined : registry.get(tenant, String(body['plugin']), String(body['installed_version']))?.manifest, body['secret_names'] as string[], body['webhook_handshake']) }));
  }

  async function remove(before: Row, ctx: Context): Promise<void> {
    const { tenant, id } = before;
    if (!ctx.dryRun && leaving.get(id) !== before.version) {
      leaving.set(id, before.version);
      await step(before, 'uninstall');
    }
    for (const op of await leavings({ tenant, id })) ctx.unit.add(op, () => 'again'); // a run that is under way may take something away itself
    announce(ctx, id, tenant);
    ctx.unit.after(() => { leaving.delete(id); return sweep({ tenant, id }); });
  }

  function announce(ctx: Context, id: string, tenant: string): void {
    ctx.unit.add(directory.changeOp(tenant, { kind: 'installation', id }, ctx.now));
    ctx.unit.after(() => directory.refresh(tenant, { kind: 'installation', id }));
  }

  async function after(tenant: string, id: string, steps: readonly After[], from?: string): Promise<void> {
    const live = directory.get(tenant, id);
    if (live === undefined) return;
    if (steps.includes('enable') && live.manifest.lifecycle.includes('install') && (await begins({ tenant, id }))) await step(live.row, 'install');
    for (const each of steps) await step(live.row, each, from);
    if (steps.length > 0) probe(tenant, id);
  }

  /** Nobody lets a plugin do what they may not do themselves. */
  function refuseReach(wanted: readonly string[], had: readonly string[], ctx: Context): void {
    for (const permission of wanted) {
      if (had.includes(permission)) continue;
      const needs = neededFor(permission, ctx);
      if (needs === undefined) continue;
      if (!covers(ctx.caller.scopes, [needs])) throw new Failure('caller.forbidden', `${ctx.caller.name} may not allow ${permission}`, { needs, has: ctx.caller.scopes.list });
    }
  }

  /** What somebody must have to allow this. */
  function neededFor(permission: string, ctx: Context): string | undefined {
    const [, kind, target = ''] = /^(invoke|query|subscribe|emit|decide):(.+)$/.exec(permission) ?? [];
    if (kind === 'subscribe') return 'event:read';
    if (kind === 'emit') return eventPublish.scope;
    if (kind === 'decide') return target === 'onDeploymentRequested' ? deploymentApprove.scope : '*'; // it sees what everybody asks for
    return kind === undefined ? undefined : target.includes('*') ? '*' : (scopeOfAction(target, ctx) ?? '*'); // what is not there yet may become anything
  }

  return Object.freeze({ create, update, delete: remove, show, intend: (ctx: Context, intent: Intent) => void intents.set(ctx, intent) });
}

const namesOf = (secrets: unknown): string[] => (secrets === undefined || secrets === null ? [] : Object.keys(secrets)).sort();

const RUNS: ReadonlySet<Status> = new Set(['enabled', 'degraded']);

function stepsOf(was: Status, is: Status, configured: boolean): ('configure' | 'enable' | 'disable')[] {
  if (!RUNS.has(is)) return RUNS.has(was) ? ['disable'] : [];
  return RUNS.has(was) ? (configured ? ['configure'] : []) : ['enable'];
}
