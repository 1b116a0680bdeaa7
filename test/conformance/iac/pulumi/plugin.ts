/** The plugin as the engine has it: started with the engine's address, found by the first line that it prints, asked over the SDK's own stubs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Client, clientAt, decoded, Empty, get, list, make, type Message, plain, provider, Status, struct } from './stubs.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Plugin {
  readonly pid: number;
  call(name: string, request: Message): Promise<Message>;
  /** All answers of one that streams. */
  stream(name: string, request: Message): Promise<Message[]>;
  cancel(): Promise<void>;
  stop(): Promise<void>;
}

/** What was created although its creation failed. */
export class InitFailed extends Error {
  readonly id: string;
  readonly properties: Fields;
  constructor(id: string, properties: Fields, reasons: readonly string[]) {
    super(reasons.join('; '));
    this.id = id;
    this.properties = properties;
  }
}

export interface PluginPlace { readonly program: string; readonly scratch: string; readonly engine: string; readonly env: Readonly<Record<string, string>> }

export async function startPlugin({ program, scratch, engine, env }: PluginPlace): Promise<Plugin> {
  const child = spawn(program, [engine], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', ...env } });
  child.stderr.pipe(createWriteStream(join(scratch, `plugin-${child.pid}.log`)));
  const port = await firstLine(child);
  const client = clientAt(provider['ResourceProviderClient'], port);
  const plugin: Plugin = {
    pid: child.pid ?? 0,
    call: (name, request) => new Promise((resolve, reject) => { client[name]!(request, (error, answer) => { if (error === null) resolve(answer); else reject(failureOf(error)); }); }),
    stream: (name, request) => streamed(client, name, request),
    async cancel() { await plugin.call('cancel', make(Empty)); },
    async stop() {
      const ended = new Promise((resolve) => { child.once('exit', resolve); });
      client.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
  return plugin;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the plugin ended with ${code} before it said its port`)));
    child.once('error', reject);
  });
}

function streamed(client: Client, name: string, request: Message): Promise<Message[]> {
  const ask = client[name] as unknown as (this: Client, request: Message) => NodeJS.EventEmitter;
  return new Promise((resolve, reject) => {
    const found: Message[] = [];
    ask.call(client, request).on('data', (each: Message) => found.push(each)).on('error', reject).on('end', () => resolve(found));
  });
}

interface Refused { readonly details?: string; readonly metadata?: { get(name: string): Uint8Array[] } }

/** A refusal with details may say what exists all the same. */
function failureOf(error: unknown): Error {
  const { details, metadata } = error as Refused;
  const [bytes] = metadata?.get('grpc-status-details-bin') ?? [];
  const [any] = bytes === undefined ? [] : (list(decoded(Status, bytes), 'Details') as Message[]);
  if (any === undefined) return new Error(details ?? String(error));
  const failed = decoded(provider['ErrorResourceInitFailed'], get(any, 'Value_asU8') as Uint8Array);
  return new InitFailed(String(get(failed, 'Id')), plain(get(failed, 'Properties')), list(failed, 'Reasons') as string[]);
}

/** Checks the configuration, and hands it over. */
export async function configure(plugin: Plugin, name: string, config: Fields): Promise<void> {
  await plugin.call('handshake', make(provider['ProviderHandshakeRequest'], { EngineAddress: '127.0.0.1:1' }));
  const checked = await plugin.call('checkConfig', make(provider['CheckRequest'], { Urn: `urn:pulumi:dev::p::pulumi:providers:patchbay::${name}`, News: struct(config) }));
  refuse(checked, 'provider configuration');
  await plugin.call('configure', make(provider['ConfigureRequest'], { Args: get(checked, 'Inputs'), Acceptsecrets: true, Acceptresources: true, SendsOldInputs: true, SendsOldInputsToDelete: true }));
}

export function refuse(checked: Message, what: string): void {
  const failures = (list(checked, 'Failures') as Message[]).map((failure) => `${String(get(failure, 'Property'))}: ${String(get(failure, 'Reason'))}`);
  if (failures.length > 0) throw new Error(`${what}: ${failures.join('; ')}`);
}
