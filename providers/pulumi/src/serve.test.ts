import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { call } from '@patchbay/grpc';
import { describe, expect, it } from 'vitest';
import { calls } from './protocol/provider.ts';

const program = join(import.meta.dirname, 'bin.ts');

describe('a plugin that Pulumi starts', () => {
  it('says its port first, answers there, survives Ctrl-C and leaves when it is told', async () => {
    const plugin = spawn(process.execPath, [program, '127.0.0.1:1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(plugin, 'exit');
    const [line] = (await once(plugin.stdout, 'data')) as [Buffer];
    expect(line.toString()).toMatch(/^\d+\n$/);
    plugin.kill('SIGINT');
    const session = connect(`http://127.0.0.1:${line.toString().trim()}`);
    const ask = (name: keyof typeof calls): Promise<unknown[]> => call(session, `/pulumirpc.ResourceProvider/${name}`, calls[name] as never, {});
    expect(await ask('GetPluginInfo')).toEqual([{ version: '0.1.0' }]);
    await expect(ask('Construct')).rejects.toMatchObject({ code: 12 });
    await expect(ask('Configure')).rejects.toMatchObject({ message: expect.stringContaining('keeps none') as string });
    session.destroy();
    plugin.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  it('leaves when its engine was killed', async () => {
    const engine = spawn(process.execPath, ['-e', `const plugin = require('node:child_process').spawn(process.execPath, [${JSON.stringify(program)}], { stdio: ['ignore', 'pipe', 'inherit'] }); plugin.stdout.once('data', () => console.log(plugin.pid)); setInterval(() => {}, 1000);`], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(engine.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    engine.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  }, 20_000);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
