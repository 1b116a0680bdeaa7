/** plugin_list … plugin_uninstall: the life of a plugin in the words of people, over the resource `installation`. */
import {
  type Action, type Context, type Document, Failure, installationResource, operation, type Operation, pluginCheck, pluginConfigure, pluginDisable, pluginEnable, pluginGet, pluginInstall, pluginList, pluginUninstall, pluginUpdate, pluginWidgetList, type Row,
} from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import type { z } from 'zod';
import type { Directory } from '../directory.ts';
import { actionId } from '../names.ts';
import { missingOf } from '../permissions.ts';
import type { Registry } from '../registry/registry.ts';
import type { Release } from '../registry/release.ts';
import { readConfiguration } from './configuration.ts';
import type { InstallationBehaviour, Intent } from './installation.ts';
import type { Health } from './health.ts';
import type { Gate } from './update.ts';

export interface OperationPorts {
  readonly store: Store;
  readonly registry: Registry;
  readonly directory: Directory;
  /** The actions of the resource `installation`. */
  readonly resource: (verb: 'create' | 'update' | 'delete') => Operation;
  readonly behaviour: InstallationBehaviour;
  readonly gate: Gate;
  readonly check: Health['check'];
  /** Whether there may be releases that this hub has not heard of. */
  readonly isOutOfReach: (tenant: string) => Promise<boolean>;
}

type Which = { readonly name: string; readonly installation: string };

export function lifecycleOperations({ store, registry, directory, resource, behaviour, gate, check, isOutOfReach }: OperationPorts): readonly Operation[] {
  async function find(ctx: Context, { name, installation }: Which): Promise<Row> {
    const tenant = ctx.caller.tenant;
    const candidates = name.includes('/') ? [name] : [...new Set([...registry.plugins(tenant), ...(await installed(tenant)).map(({ body }) => String(body['plugin']))])].filter((each) => each.endsWith(`/${name}`));
    const rows = (await Promise.all(candidates.map((plugin) => store.find('installation', tenant, { plugin, name: installation })))).filter((row) => row !== undefined);
    if (rows.length > 1) throw new Failure('plugin.ambiguous', `Several plugins are called ${name}`, { candidates: rows.map(({ body }) => body['plugin']) });
    if (rows[0] === undefined) throw new Failure('plugin.not_found', `${name} is not installed here${installation === 'default' ? '' : ` as ${installation}`}`, { plugin: name });
    return rows[0];
  }

  const installed = (tenant: string, where: Readonly<Record<string, string>> = {}): Promise<Row[]> => store.list('installation', { tenant, where, limit: 1000 });
  const change = (row: Row, patch: Document, ctx: Context): Promise<unknown> => Promise.resolve(resource('update').run({ id: row.id, ...patch }, ctx));

  /** A change of what the hub computes, which the generic engine would take for none. */
  function rewrite(row: Row, patch: Document, intent: Intent, ctx: Context): Document {
    ctx.target(row.id);
    behaviour.intend(ctx, intent);
    const { _sealed: _, ...before } = row.body;
    const fields = { ...before, ...patch };
    const body = { ...row.body, ...patch, ...behaviour.update(row, fields, ctx) };
    ctx.unit.add({ op: 'update', in: installationResource.name, tenant: row.tenant, id: row.id, body, at: ctx.now, version: row.version }, () => 'again');
    const { _sealed: __, ...visible } = body as Document;
    const view = { id: row.id, version: row.version + 1, created_at: new Date(row.created_at).toISOString(), updated_at: new Date(ctx.now).toISOString(), ...visible };
    ctx.emit({ type: 'installation.updated', subject: row.id, data: view });
    return view;
  }

  return [
    bound(pluginList, async ({ limit, cursor, category, installed: only }, ctx) => {
      const { tenant } = ctx.caller;
      const rows = Map.groupBy(await installed(tenant), ({ body }) => String(body['plugin']));
      const names = [...new Set([...registry.plugins(tenant), ...rows.keys()])].sort().filter((name) => cursor === undefined || name > fromCursor(cursor));
      const fitting = names.map((name) => ({ name, manifest: registry.releases(tenant, name)[0]?.manifest })).filter(({ name, manifest }) => (category === undefined || manifest?.categories.includes(category) === true) && (only === undefined || rows.has(name) === only));
      const page = fitting.slice(0, limit);
      return { items: page.map(({ name }) => summaryOf(name, tenant, registry, rows.get(name) ?? [])), next_cursor: fitting.length > limit ? toCursor(page.at(-1)!.name) : null };
    }),
    bound(pluginGet, async ({ name }, ctx) => {
      const { tenant } = ctx.caller;
      const plugin = registry.named(tenant, name);
      const releases = registry.releases(tenant, plugin);
      return { ...summaryOf(plugin, tenant, registry, await installed(tenant, { plugin })), versions: releases.map(({ version }) => version), ...detailsOf(releases[0]!.manifest) };
    }),
    bound(pluginInstall, async ({ name, installation, ...fields }, ctx) => {
      const { tenant } = ctx.caller;
      const plugin = registry.named(tenant, name);
      if (registry.choose(tenant, plugin, fields.version, NOTHING, {}) === undefined && !(await isOutOfReach(tenant))) throw notThere(plugin, fields.version, registry.releases(tenant, plugin));
      return resource('create').run({ ...CREATED, plugin, name: installation, ...fields }, ctx);
    }),
    bound(pluginConfigure, async ({ config, secrets, ...which }, ctx) => change(await find(ctx, which), { ...(config === undefined ? {} : { config }), ...(secrets === undefined ? {} : { secrets }) }, ctx)),
    bound(pluginEnable, async ({ permissions, ...which }, ctx) => {
      const row = await find(ctx, which);
      refuseUnready(row, permissions ?? (row.body['permissions'] as string[]), registry);
      return rewrite(row, { enabled: true, ...(permissions === undefined ? {} : { permissions }) }, { release: 'quarantine' }, ctx);
    }),
    bound(pluginCheck, async (which, ctx) => {
      const row = await find(ctx, which);
      refuseUnready(row, row.body['permissions'] as string[], registry);
      ctx.target(row.id);
      return check(directory.liveOf(row)!, ctx.signal); // it has a release: it is ready
    }),
    bound(pluginDisable, async (which, ctx) => change(await find(ctx, which), { enabled: false }, ctx)),
    bound(pluginUpdate, async ({ version, permissions, ...which }, ctx) => {
      const row = await find(ctx, which);
      const target = gate.target(row, version, permissions);
      if (target.version === row.body['installed_version']) return change(row, {}, ctx);
      await gate.prove(row, target, ctx.signal);
      return rewrite(row, target.patch, { version: target.version }, ctx);
    }),
    bound(pluginWidgetList, async (_, { caller }) => ({
      items: directory.live(caller.tenant).flatMap((live) => live.manifest.widgets.map((widget) => ({
        plugin: live.plugin, installation: live.id, name: widget.name, title: widget.title, kind: widget.kind, ...('entry' in widget ? { entry: widget.entry } : { action: actionId(live, widget.query), ...(widget.refresh === undefined ? {} : { refresh: widget.refresh }) }),
      }))),
    })),
    bound(pluginUninstall, async (which, ctx) => resource('delete').run({ id: (await find(ctx, which)).id }, ctx)),
  ];
}

const NOTHING: ReadonlySet<string> = new Set();

function notThere(plugin: string, version: string, releases: readonly Release[]): Failure {
  const versions = releases.map((each) => each.version);
  return new Failure('plugin.not_found', `There is no ${version} of ${plugin} here, but ${versions.slice(0, 10).join(', ')}`, { plugin, versions });
}

const CREATED = { update_policy: 'manual', update_delay: 259_200, record: 'none', enabled: false };

/** The generic engine and the schema of the action check what comes out. */
const bound = <I extends z.ZodType>(action: Action<I>, run: (input: z.output<I>, ctx: Context) => Promise<unknown>): Operation => operation(action, run as Operation<I>['run']);

function refuseUnready({ tenant, body }: Row, permissions: readonly string[], registry: Registry): void {
  const version = body['installed_version'];
  const release = version === null ? undefined : registry.get(tenant, String(body['plugin']), String(version));
  if (release === undefined) throw new Failure('plugin.incomplete', `${String(body['plugin'])} has no release that may run`, { issues: [{ path: 'version', message: 'no release fits' }] });
  const { missing, config } = readConfiguration(release.manifest, body['config'] as Document, body['secret_names'] as string[]);
  if (missing.length > 0) throw new Failure('plugin.incomplete', `${release.plugin} is not configured: ${missing[0]!.path} ${missing[0]!.message}`, { issues: missing });
  const lacking = missingOf(release.manifest, config, new Set(permissions));
  if (lacking.length > 0) throw new Failure('plugin.consent_required', `${release.plugin} asks for more than it was allowed: ${lacking.join(', ')}`, { missing_permissions: lacking });
}

function summaryOf(name: string, tenant: string, registry: Registry, rows: readonly Row[]): Document {
  const release = registry.releases(tenant, name)[0];
  const { title = name, summary = '', categories = [] } = release?.manifest ?? {};
  return {
    name, title, summary, categories, version: release?.version ?? '', origin: release?.origin ?? 'package',
    installations: rows.map(({ id, body }) => ({ id, name: body['name'], version: body['installed_version'], status: body['status'], status_reason: body['status_reason'] })),
  };
}

const detailsOf = ({ config, secrets, permissions, actions, queries, context = [], hooks, webhooks, schedules, widgets }: Manifest): Document => ({ config_schema: config, secrets, permissions, actions, queries, context, hooks, webhooks, schedules, widgets });

const toCursor = (name: string): string => Buffer.from(`plugins:${name}`).toString('base64url');

function fromCursor(cursor: string): string {
  const name = /^plugins:(.+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (name === undefined || toCursor(name) !== cursor) throw new Failure('cursor.invalid', 'The cursor is not one of this list');
  return name;
}
