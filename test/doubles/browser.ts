/** A real browser: Debian's chromium without a window, driven over two pipes, with a profile that goes when it goes. It reaches this machine and nothing else. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { openPage, type Page } from './browser/page.ts';
import { createWire } from './browser/wire.ts';

export interface Browser extends AsyncDisposable {
  /** Of the group of all its processes. */
  readonly pid: number;
  /** With the profile and all else that it writes. */
  readonly folder: string;
  /** A window of its own with a storage of its own, as somebody else's browser would be. */
  open(url: string): Promise<Page>;
  /** Ends it and removes everything. */
  stop(): Promise<void>;
}

/** How long it may take to leave by itself. */
const LEAVE_MS = 5_000;

/** Its path: of CHROMIUM, or of PATH under the names that it goes by. Undefined when this machine has no browser. */
export function findBrowser(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  const installed = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => PATH.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name)));
  return [...(CHROMIUM === undefined ? [] : [CHROMIUM]), ...installed].find((path) => existsSync(path));
}

export async function startBrowser(): Promise<Browser> {
  const program = findBrowser();
  if (program === undefined) throw new Error('No browser is installed: put chromium into PATH, or set CHROMIUM to its path');
  const folder = await mkdtemp(join(tmpdir(), 'pb-browser-'));
  // It leaves when its pipes close, as they do when this process dies, however it dies; then the shell removes what is left.
  const child = spawn('/bin/sh', ['-c', '"$@"; rm -rf "$0"', folder, program, ...flags(folder)], {
    detached: true,
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, , errors, to, from] = child.stdio as [null, null, Readable, Writable, Readable]; // as asked for in the line above
  let said = '';
  errors.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-2000); });
  const wire = createWire({ to, from });
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => { wire.end(error); resolve(); });
    child.once('exit', () => { wire.end(new Error(`the browser has ended: ${said}`)); resolve(); });
  });

  async function stop(): Promise<void> {
    wire.send('Browser.close').catch(() => undefined); // it may be gone already
    const late = setTimeout(() => killGroup(child), LEAVE_MS);
    await ended;
    clearTimeout(late);
    killGroup(child); // whatever of it outlived it
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    await wire.send('Browser.getVersion'); // an answer: it is up
    return Object.freeze({ pid: child.pid ?? 0, folder, open: (url: string) => openPage(url, wire), stop, [Symbol.asyncDispose]: stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

function flags(folder: string): string[] {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${folder}/profile`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // it refuses to put root into a sandbox
    '--disable-dev-shm-usage', // containers have little shared memory
    '--disable-gpu',
    '--no-proxy-server',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE [::1], EXCLUDE localhost, EXCLUDE *.localhost',
    '--no-first-run', '--no-default-browser-check', '--no-pings', '--mute-audio', '--hide-scrollbars',
    '--lang=en-US',
    '--password-store=basic',
    '--disable-background-networking', '--disable-component-update', '--disable-default-apps', '--disable-domain-reliability', '--disable-extensions', '--disable-sync', '--disable-breakpad', '--disable-crash-reporter',
    // Pages behind other pages go on as if they were in front.
    '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
    '--disable-features=Translate,MediaRouter,OptimizationHints,PaintHolding',
    'about:blank',
  ];
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
