import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, int, message, string } from '@patchbay/grpc';
import { describe, expect, it } from 'vitest';
import { connectTo, COOKIE, hostCertificate, program, type Started, startPlugin } from '../../testing/host.ts';
import type { Certificate } from './certificate.ts';

const health = { request: message({ service: string(1) }), response: message({ status: int(1) }) };

/** What somebody with this certificate hears. */
function ask(plugin: Started, host?: Certificate): Promise<string> {
  return new Promise((resolve) => {
    const session = connectTo(plugin, host);
    const end = (said: string): void => { session.destroy(); resolve(said); };
    session.once('error', () => end('refused'));
    session.once('close', () => end('refused'));
    call(session, '/grpc.health.v1.Health/Check', health, {}).then(([answer]) => end(`status ${answer?.status}`), () => end('refused'));
  });
}

const ended = (plugin: Started): Promise<void> => new Promise((resolve) => { plugin.process.once('exit', () => resolve()); });

describe('a provider that terraform starts', () => {
  it('answers only the host that started it, and leaves nothing behind', async () => {
    const host = hostCertificate();
    const plugin = await startPlugin(host);
    expect(plugin.line).toMatch(/^1\|6\|unix\|\/.+\|grpc\|[A-Za-z0-9+/]{300,}$/);
    expect(await ask(plugin)).toBe('refused');
    expect(await ask(plugin, hostCertificate())).toBe('refused');
    expect(await ask(plugin, host)).toBe('status 1');
    plugin.process.kill('SIGINT'); // Ctrl-C reaches the whole group, and the host decides
    expect(await ask(plugin, host)).toBe('status 1');
    const gone = ended(plugin);
    plugin.process.kill('SIGTERM');
    await gone;
    expect(existsSync(dirname(plugin.address))).toBe(false);
  });

  it('says so when it is asked for the newer multiplexing, and that it has none', async () => {
    const plugin = await startPlugin(hostCertificate(), { PLUGIN_MULTIPLEX_GRPC: 'true' });
    expect(plugin.line).toMatch(/\|false$/);
    plugin.process.kill('SIGTERM');
    await ended(plugin);
  });

  it.each([
    ['a person who starts it by hand', {}, /Terraform starts it by itself/],
    ['a host that is too old', { ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: '4,5' }, /speaks plugin protocol 6, and the host offers 4, 5/],
  ])('refuses %s', async (_, env, says) => {
    const child = spawn(program[0], program.slice(1), { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    const code = await new Promise((resolve) => { child.once('close', resolve); });
    expect(code).toBe(1);
    expect(said).toMatch(says);
  });

  it('leaves when its host was killed', async () => {
    const script = `const p=require('node:child_process').spawn(${JSON.stringify(program[0])},${JSON.stringify(program.slice(1))},{stdio:['ignore','pipe','ignore']});p.stdout.once('data',()=>console.log(p.pid));setInterval(()=>{},1000)`;
    const host = spawn(process.execPath, ['-e', script], { env: { ...process.env, ...COOKIE }, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = Number(String(await new Promise((resolve) => { host.stdout.once('data', resolve); })));
    host.kill('SIGKILL');
    for (let waited = 0; alive(pid) && waited < 10_000; waited += 100) await sleep(100);
    expect(alive(pid)).toBe(false);
  });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
