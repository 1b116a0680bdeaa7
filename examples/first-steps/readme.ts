/** Runs what a README says, so that the page can't rot: its code blocks are taken out by the words behind their three backticks. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Block {
  readonly language: string;
  /** The word behind the language: a file name, or what a story knows the block by. */
  readonly label: string;
  readonly text: string;
  /** The heading it stands under. */
  readonly heading: string;
}

export function blocksOf(file: string): Block[] {
  let heading = '';
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$|^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(([, title, language, label = '', text = '']) => {
    if (title !== undefined) heading = title;
    return language === undefined ? [] : [{ language, label, text, heading }];
  });
}

export interface Terminal {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a block to its end and answers what it said; throws with both streams when it fails. */
export function run(script: string, { folder, env }: Terminal): string {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`exit ${status}\n${script}\n${stdout}\n${stderr}`);
  return stdout;
}

export interface Running {
  /** What it said so far. */
  readonly said: () => string;
  /** Waits until it says so. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Runs a block that goes on until it is stopped. */
export function runOn(script: string, { folder, env }: Terminal): Running {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec ${script}`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let tell = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString(); tell(); });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    said: () => text,
    async until(pattern) {
      for (let over = false; ;) {
        const found = pattern.exec(text);
        if (found !== null) return found;
        if (over) throw new Error(`It ended before it said ${pattern}:\n${text}`);
        over = await Promise.race([ended.then(() => true), new Promise<boolean>((resolve) => { tell = () => resolve(false); })]);
      }
    },
    async stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}
