/** A server program of the operating system: started with files of its own, on loopback, and gone after it with all that it wrote. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Program {
  readonly folder: string;
  stop(): Promise<void>;
}

interface ProgramOptions {
  readonly command: string;
  readonly args: (folder: string) => readonly string[];
  /** By their names. FOLDER in them is where they are. */
  readonly files?: Readonly<Record<string, string>>;
  /** It is ready when this takes connections. */
  readonly port: number;
}

/** Servers are often where only the administrator looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const PATIENCE_MS = 15_000;

export const isHere = (command: string): boolean => spawnSync('sh', ['-c', 'command -v "$0"', command], { env: { ...process.env, PATH } }).status === 0;

export async function startProgram({ command, args, files = {}, port }: ProgramOptions): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-program-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text.replaceAll('FOLDER', folder));
  const child = spawn(command, args(folder), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2000); });

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGKILL');
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  }

  try {
    await Promise.race([listening(port), new Promise((_, reject) => { child.once('exit', () => reject(new Error(`${command} ended before it was ready: ${said}`))).once('error', reject); })]);
    return Object.freeze({ folder, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    if (await takes(port)) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`nobody listens on port ${port} after ${PATIENCE_MS} ms`);
}

const takes = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect({ host: '127.0.0.1', port }, () => { socket.destroy(); resolve(true); });
  socket.once('error', () => resolve(false));
});

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as { port: number }; // it listens on TCP
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}
