/**
 * Stands in for Pulumi's engine, enough to run real programs through the real SDK against the real plugin: check, diff, create, update, replace with dependants, delete, refresh, import,
 * lookups, previews with what is not known, secrets, and creations that failed halfway.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configure, InitFailed, type Plugin, refuse, startPlugin } from './plugin.ts';
import { type Entry, flattenedFields, sealed, UNKNOWN } from './state.ts';
import { Empty, engine as engineStubs, entries, get, list, make, type Message, plain, provider, resource, sdkFolder, serve, type Served, struct, text } from './stubs.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface EngineOptions {
  readonly plugin: string;
  /** Of the stack: patchbay:url and the rest. */
  readonly config: Fields;
  /** For states and logs. */
  readonly scratch: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where Node keeps what it compiled: the SDK is large. */
  readonly cache?: string;
}

export interface RunOptions {
  readonly preview?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Names of resources that are to be replaced whatever their inputs. */
  readonly replace?: readonly string[];
  /** The name of the project: p, if absent. */
  readonly project?: string;
  /** Of Node, for the program. */
  readonly nodeArgs?: readonly string[];
}

export interface Ran {
  readonly code: number;
  /** `create a`, `update[url:update] b`, `same c`. */
  readonly ops: readonly string[];
  readonly outputs: Fields;
  /** What the program and the engine had to say of errors. */
  readonly said: string;
}

const DIFF_SOME = 2;
const KINDS = ['add', 'add!', 'delete', 'delete!', 'update', 'update!'];
const nothing = (): Message => make(Empty);
export const nameIn = (urn: string): string => urn.split('::').at(-1) ?? '';

export type Engine = Awaited<ReturnType<typeof openEngine>>;

export async function openEngine({ plugin: program, config, scratch, env = {}, cache }: EngineOptions) {
  await mkdir(scratch, { recursive: true });
  const state = new Map<string, Entry>();
  const plugins = new Map<string, Plugin>();
  let run = begin({});
  let runs = 0;

  const engine = await serve(engineStubs['EngineService'], {
    log: (request) => { if (Number(get(request, 'Severity')) >= 2) run.said.push(text(request, 'Message')); return nothing(); },
    getRootResource: () => make(engineStubs['GetRootResourceResponse'], { Urn: run.root }),
    setRootResource: (request) => { run.root = text(request, 'Urn'); return make(engineStubs['SetRootResourceResponse']); },
    startDebugging: nothing,
    requirePulumiVersion: () => make(engineStubs['RequirePulumiVersionResponse']),
  });
  const monitor = await serve(resource['ResourceMonitorService'], {
    supportsFeature: (request) => make(resource['SupportsFeatureResponse'], { Hassupport: ['secrets', 'resourceReferences', 'outputValues'].includes(text(request, 'Id')) }),
    registerResource: register,
    readResource: read,
    registerResourceOutputs: (request) => { run.outputs = plain(get(request, 'Outputs')); return nothing(); },
    async invoke(request) {
      const answer = await (await pluginAt(text(request, 'Provider'))).call('invoke', make(provider['InvokeRequest'], { Tok: text(request, 'Tok'), Args: struct(flattenedFields(plain(get(request, 'Args')))), Preview: run.preview }));
      return make(resource['ResourceInvokeResponse'], { Return: get(answer, 'Return'), FailuresList: list(answer, 'Failures') });
    },
    signalAndWaitForShutdown: nothing, registerStackTransform: nothing, registerStackInvokeTransform: nothing, registerResourceHook: nothing, registerErrorHook: nothing,
    // GetDeploymentInfo is left out on purpose: the SDK then asks for features one by one.
  });

  async function open(name: string, settings: Fields): Promise<Plugin> {
    const plugin = await startPlugin({ program, scratch, engine: engine.address, env });
    await configure(plugin, name, settings);
    return plugin;
  }
  plugins.set('', await open('default', config));

  /** Of a provider that the program made itself, or the one of the stack. */
  const pluginAt = async (reference: string): Promise<Plugin> => plugins.get(reference.split('::').slice(0, -1).join('::')) ?? plugins.get('')!;

  async function register(request: Message): Promise<Message> {
    const [type, name] = [text(request, 'Type'), text(request, 'Name')];
    const urn = `urn:pulumi:dev::p::${type}::${name}`;
    if (type.startsWith('pulumi:providers:')) {
      plugins.set(urn, await open(name, flattenedFields(plain(get(request, 'Object')))));
      return make(resource['RegisterResourceResponse'], { Urn: urn, Id: randomBytes(8).toString('hex'), Object: get(request, 'Object') });
    }
    if (get(request, 'Custom') !== true) return make(resource['RegisterResourceResponse'], { Urn: urn, Object: get(request, 'Object') });
    run.seen.add(urn);
    const next = await deploy(urn, request);
    return make(resource['RegisterResourceResponse'], { Urn: urn, Id: next.id, Object: struct(next.outputs) });
  }

  async function read(request: Message): Promise<Message> {
    const urn = `urn:pulumi:dev::p::${text(request, 'Type')}::${text(request, 'Name')}`;
    const found = await look(await pluginAt(text(request, 'Provider')), urn, text(request, 'Id'), flattenedFields(plain(get(request, 'Properties'))), {});
    if (found === undefined) throw new Error(`${urn} ${text(request, 'Id')} does not exist`);
    return make(resource['ReadResourceResponse'], { Urn: urn, Properties: struct(found.outputs) });
  }

  async function deploy(urn: string, request: Message): Promise<Entry> {
    const plugin = await pluginAt(text(request, 'Provider'));
    const old = state.get(urn);
    const given = flattenedFields(plain(get(request, 'Object')));
    const dependencies = Object.fromEntries(entries(request, 'Propertydependencies').map(([property, on]) => [property, list(on, 'Urns').map(String)]));
    const importId = text(request, 'Importid');
    const done = (op: string, entry: Entry): Entry => {
      run.ops.push(`${op} ${nameIn(urn)}`);
      if (!run.preview) state.set(urn, entry);
      return entry;
    };
    const isImport = importId !== '' && old?.importId !== importId && old?.id !== importId;
    const known = isImport ? await imported(plugin, urn, importId) : old;
    const checked = await plugin.call('check', make(provider['CheckRequest'], { Urn: urn, Olds: struct(known?.inputs ?? {}), News: struct(given), Randomseed: randomBytes(32) }));
    refuse(checked, nameIn(urn));
    const inputs = plain(get(checked, 'Inputs'));
    if (known === undefined) return done(run.gone.has(urn) ? 'recreate' : 'create', await create(plugin, urn, inputs, dependencies));

    const change = { Urn: urn, Id: known.id, Olds: struct(known.outputs), News: struct(inputs), OldInputs: struct(known.inputs) };
    const diff = await plugin.call('diff', make(provider['DiffRequest'], { ...change, IgnorechangesList: list(request, 'Ignorechanges') }));
    const replaces = list(diff, 'Replaces').map(String);
    const detail = entries(diff, 'Detaileddiff').map(([path, each]) => `${path}:${KINDS[Number(get(each, 'Kind'))]}`);
    if (isImport) {
      const differs = get(diff, 'Changes') === DIFF_SOME;
      if (differs && !run.preview) throw new Error(`inputs to import do not match the existing resource: ${detail.join()}`);
      return done(differs ? `mismatch[${detail.join()}]` : 'import', { ...known, inputs, dependencies, importId });
    }
    if (replaces.length > 0 || run.replace.includes(nameIn(urn))) {
      const first = replaces.length === 0 || get(diff, 'Deletebeforereplace') === true;
      if (first) await removeWithDependants(plugin, known);
      const next = await create(plugin, urn, inputs, dependencies);
      if (!first && !run.preview) await remove(plugin, known);
      return done(`replace[${replaces.join()}]`, next);
    }
    if (get(diff, 'Changes') !== DIFF_SOME && known.initError === undefined) return done('same', { ...known, inputs, dependencies });
    const updated = await plugin.call('update', make(provider['UpdateRequest'], { ...change, IgnorechangesList: list(request, 'Ignorechanges'), Preview: run.preview }));
    return done(`update[${detail.join()}]`, { urn, id: known.id, inputs, outputs: plain(get(updated, 'Properties')), dependencies, ...(known.importId === undefined ? {} : { importId: known.importId }) });
  }

  async function create(plugin: Plugin, urn: string, inputs: Fields, dependencies: Entry['dependencies']): Promise<Entry> {
    try {
      const answer = await plugin.call('create', make(provider['CreateRequest'], { Urn: urn, Properties: struct(inputs), Preview: run.preview }));
      return { urn, id: text(answer, 'Id'), inputs, outputs: plain(get(answer, 'Properties')), dependencies };
    } catch (error) {
      if (error instanceof InitFailed) state.set(urn, { urn, id: error.id, inputs, outputs: error.properties, dependencies, initError: error.message });
      run.said.push(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async function imported(plugin: Plugin, urn: string, id: string): Promise<Entry> {
    const found = await look(plugin, urn, id, {}, {});
    if (found === undefined) throw new Error(`resource '${id}' does not exist`);
    return { urn, ...found, dependencies: {} };
  }

  async function look(plugin: Plugin, urn: string, id: string, outputs: Fields, inputs: Fields): Promise<Pick<Entry, 'id' | 'inputs' | 'outputs'> | undefined> {
    const answer = await plugin.call('read', make(provider['ReadRequest'], { Urn: urn, Id: id, Properties: struct(outputs), Inputs: struct(inputs) }));
    return text(answer, 'Id') === '' ? undefined : { id: text(answer, 'Id'), inputs: plain(get(answer, 'Inputs')), outputs: plain(get(answer, 'Properties')) };
  }

  async function remove(plugin: Plugin, { urn, id, inputs, outputs }: Entry): Promise<void> {
    await plugin.call('delete', make(provider['DeleteRequest'], { Urn: urn, Id: id, Properties: struct(outputs), OldInputs: struct(inputs) }));
  }

  /** Those that would be replaced, too, when what they depend on is another one, go before it. */
  async function removeWithDependants(plugin: Plugin, entry: Entry): Promise<void> {
    for (const each of [...state.values()].toReversed()) {
      const properties = Object.keys(each.dependencies).filter((name) => each.dependencies[name]?.includes(entry.urn));
      if (properties.length === 0 || each.urn === entry.urn) continue;
      const news = { ...each.inputs, ...Object.fromEntries(properties.map((name) => [name, UNKNOWN])) };
      const diff = await plugin.call('diff', make(provider['DiffRequest'], { Urn: each.urn, Id: each.id, Olds: struct(each.outputs), News: struct(news), OldInputs: struct(each.inputs) }));
      if (list(diff, 'Replaces').length > 0 || run.replace.includes(nameIn(each.urn))) await removeWithDependants(plugin, each);
    }
    if (run.gone.has(entry.urn)) return;
    run.gone.add(entry.urn);
    if (run.preview) return;
    await remove(plugin, entry);
    state.delete(entry.urn);
  }

  return {
    state,
    get pid() { return plugins.get('')?.pid ?? 0; },
    plugin: plugins.get('')!,

    /** One `pulumi up`, or `pulumi preview`, of the program in a folder. */
    async run(folder: string, options: RunOptions = {}): Promise<Ran> {
      run = begin(options);
      const args = [...(options.nodeArgs ?? []), join(sdkFolder, 'cmd/run'), '--project', options.project ?? 'p', '--stack', 'dev', '--organization', 'o', '--parallel', '10', ...(run.preview ? ['--dry-run'] : []), '--monitor', monitor.address, '--engine', engine.address, '--pwd', folder, '.'];
      const { code, said } = await finished(args, { ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }), ...options.env });
      if (code === 0) await sweep();
      await writeFile(join(scratch, `state-${++runs}.json`), JSON.stringify(sealed([...state.values()]), undefined, 1));
      await writeFile(join(scratch, `run-${runs}.log`), [said, ...run.said].join('\n'));
      return { code, ops: run.ops, outputs: run.outputs, said: [...run.said, said].join('\n') };
    },

    /** `pulumi refresh`. */
    async refresh(): Promise<void> {
      for (const [urn, entry] of state) {
        const found = await look(plugins.get('')!, urn, entry.id, entry.outputs, entry.inputs);
        if (found === undefined) state.delete(urn);
        else state.set(urn, { ...entry, ...found });
      }
    },

    /** `pulumi destroy`. */
    async destroy(): Promise<void> {
      run = begin({});
      await sweep();
    },

    async stop(): Promise<void> {
      await Promise.all([...plugins.values()].map((plugin) => plugin.stop()));
      for (const each of [engine, monitor] satisfies Served[]) each.stop();
    },
  };

  /** What the program does not declare any more. */
  async function sweep(): Promise<void> {
    for (const entry of [...state.values()].toReversed()) {
      if (run.seen.has(entry.urn)) continue;
      run.ops.push(`delete ${nameIn(entry.urn)}`);
      if (run.preview) continue;
      await remove(plugins.get('')!, entry);
      state.delete(entry.urn);
    }
  }
}

function begin({ preview = false, replace = [] }: RunOptions) {
  return { preview, replace, seen: new Set<string>(), gone: new Set<string>(), ops: [] as string[], said: [] as string[], outputs: {} as Fields, root: '' };
}

/** A program of Node until its end. Its own settings are the only ones. */
function finished(args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly said: string }> {
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '', PULUMI_NODEJS_TYPESCRIPT: 'false', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  return new Promise((resolve) => { child.once('close', (code) => resolve({ code: code ?? -1, said })); });
}
