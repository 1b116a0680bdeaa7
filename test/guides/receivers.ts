/** The programs of the page about receiving webhooks: taken from the page itself, and how each is started. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Receiver {
  readonly file: string;
  readonly code: string;
}

export interface Running {
  readonly url: string;
  /** What it printed as handled, line by line. */
  handled(): string[];
  stop(): Promise<void>;
}

interface Tool { readonly command: string; readonly version: readonly string[]; readonly run: (file: string) => readonly string[] }

const PAGE = join(import.meta.dirname, '../../docs/guides/receive-webhooks.md');
const ROOT_MODULES = join(import.meta.dirname, '../../node_modules');

const TOOLS: Readonly<Record<string, Tool>> = {
  'receiver.ts': { command: process.execPath, version: ['--version'], run: (file) => [file] },
  'receiver.py': { command: 'python3', version: ['--version'], run: (file) => [file] },
  'receiver.go': { command: 'go', version: ['version'], run: (file) => ['run', file] },
  'config.ru': { command: 'ruby', version: ['--version'], run: (file) => ['-e', RACK, file] },
  'Receiver.java': { command: 'java', version: ['-version'], run: (file) => [file] },
};

/** Every block of the page that has a file name. */
export function receiversOnThePage(): Receiver[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(/^```\w+ title="([^"]+)"\n(.*?)^```$/gms)].map(([, file = '', code = '']) => ({ file, code }));
}

export function isThere({ file }: Receiver): boolean {
  const tool = TOOLS[file];
  return tool !== undefined && spawnSync(tool.command, tool.version, { stdio: 'ignore' }).status === 0;
}

/** Writes it into a folder as a reader would, and waits until it answers. */
export async function start({ file, code }: Receiver, folder: string, secret: string, given?: number): Promise<Running> {
  const tool = TOOLS[file];
  if (tool === undefined) throw new Error(`Say in test/guides/receivers.ts how ${file} is started`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), code);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  if (file.endsWith('.ts')) symlinkSync(ROOT_MODULES, join(folder, 'node_modules'));
  const port = given ?? await freePort();
  const child = spawn(tool.command, tool.run(file), { cwd: folder, env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const url = `http://127.0.0.1:${port}/`;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${file} ended by itself:\n${said}`);
    await sleep(50);
  }
  return {
    url,
    handled: () => out.split('\n').filter((line) => line.startsWith('handled ')),
    async stop() {
      const ended = once(child, 'exit');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM'); // with what it started itself, as `go run` does
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP, so the address is no pipe
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (url: string): Promise<boolean> => fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(5_000) }).then(() => true, () => false);

/** The least of Rack that serves an application: `rackup` is not part of Ruby. */
const RACK = `
require "socket"; require "stringio"
$stdout.sync = true
load ARGV[0]
server = TCPServer.new("127.0.0.1", ENV["PORT"].to_i)
trap("TERM") { exit! }
loop do
  Thread.new(server.accept) do |socket|
    socket.gets
    env = {}
    while (line = socket.gets) && line != "\\r\\n"
      name, value = line.chomp.split(": ", 2)
      key = "HTTP_" + name.upcase.tr("-", "_")
      env[key] = env[key] ? env[key] + "," + value : value
    end
    env["rack.input"] = StringIO.new(socket.read(env["HTTP_CONTENT_LENGTH"].to_i))
    status, = begin RECEIVER.call(env) rescue [500] end
    socket.write "HTTP/1.1 #{status} x\\r\\nconnection: close\\r\\ncontent-length: 0\\r\\n\\r\\n"
    socket.close
  end
end
`;
