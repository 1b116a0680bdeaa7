/** Runs the commands of a job in a shell of their own, line by line. Stopping takes along what they started. */
import type { ChildProcess } from 'node:child_process';

export interface Commands {
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string, stream: 'out' | 'err') => void;
}

/** Answers the exit code. */
export type RunCommands = (commands: Commands, signal: AbortSignal) => Promise<number>;

/** Who got a signal may tidy up before it is killed; and what the commands left running may hold their output open so long. */
const GRACE_MS = 5_000;
/** What the commands must not inherit: the credentials of the step. */
const OURS = /^(INPUT_|STATE_|PATCHBAY_(TOKEN|ID_TOKEN|INPUT|INPUTS|STATE)|ACTIONS_ID_TOKEN_REQUEST_)/;

export const runCommands: RunCommands = async ({ script, env, onLine }, signal) => {
  const { spawn } = await import('node:child_process');
  const windows = process.platform === 'win32';
  const [shell, ...args] = windows ? ['cmd.exe', '/d', '/s', '/c', script] : ['sh', '-e', '-c', script];
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  const child = spawn(shell as string, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: !windows, windowsVerbatimArguments: windows });
  const stop = (): void => stopAll(child, windows);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  lines(child.stdout!, (line) => onLine(line, 'out')); // they are pipes, as asked for
  lines(child.stderr!, (line) => onLine(line, 'err'));
  child.once('exit', () => { setTimeout(() => { child.stdout!.destroy(); child.stderr!.destroy(); }, GRACE_MS).unref(); });
  try {
    return await new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code ?? 130)));
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

function stopAll(child: ChildProcess, windows: boolean): void {
  const send = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      if (windows || child.pid === undefined) child.kill(name);
      else process.kill(-child.pid, name);
    } catch { /* they are gone already */ }
  };
  send('SIGTERM');
  setTimeout(() => send('SIGKILL'), GRACE_MS).unref();
}

function lines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => {
    const all = (rest + part).split(/\r?\n/);
    rest = all.pop() ?? '';
    for (const line of all) onLine(line);
  });
  stream.on('end', () => { if (rest !== '') onLine(rest); });
}
