import { join } from 'node:path';
import { type Io, main } from '@patchbay/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { files, root } from './tree.ts';

const folders = [...new Set(files().flatMap(({ path }) => /^examples\/iac\/([^/]+)\//.exec(path)?.[1] ?? []))];
const textOf = (wanted: string): string => files().find(({ path }) => path === wanted)?.text ?? '';
let hub: TestHub;
beforeAll(async () => { hub = await startTestHub({ store: 'sqlite' }); });
afterAll(() => hub.stop());

async function patchbay(line: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const io: Io = {
    env: { PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.key, SHOP_DATABASE_URL: 'postgres://example', BILLING_SIGNING_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, home: hub.dataDir, signal: new AbortController().signal, now: Date.now,
    outIsTerminal: false, errIsTerminal: false, inIsTerminal: false, out: (text) => { said.out += text; }, err: (text) => { said.err += text; }, unheard: () => undefined,
    taken: () => Promise.resolve(), readStdin: () => Promise.resolve(''), lines: async function* () { /* nobody types */ }, ask: () => Promise.resolve(''),
  };
  return { code: await main(line.split(' '), io), ...said };
}

describe('a hub as code', () => {
  it('every folder is on the page, has a page, and is executed by a proof or a test', () => {
    expect(folders.length).toBeGreaterThanOrEqual(8);
    const page = textOf('examples/iac/README.md');
    const tests = files().filter(({ path }) => path.startsWith('test/') && path.endsWith('.ts'));
    for (const folder of folders) {
      expect(page, `examples/iac/README.md links to ${folder}`).toContain(`(${folder}/README.md)`);
      expect(textOf(`examples/iac/${folder}/README.md`), `examples/iac/${folder} has a README.md`).not.toBe('');
      expect(tests.some(({ text }) => text.includes(`examples/iac/${folder}`)), `a test executes examples/iac/${folder}`).toBe(true);
    }
  });

  it('the file is applied, then nothing is left to do, and it goes as it came', async () => {
    const file = join(root, 'examples/iac/apply/hub.yaml');
    expect(await patchbay(`apply -f ${file} --dry-run --diff`)).toMatchObject({ code: 0, err: '' });
    const applied = await patchbay(`apply -f ${file}`);
    expect(applied).toMatchObject({ code: 0, err: '' });
    expect(applied.out.match(/ created$/gm)).toHaveLength(7);
    expect(await patchbay(`apply -f ${file} --check --secrets on_create`)).toMatchObject({ code: 0, err: '' });
    expect((await patchbay(`apply -f ${file} --secrets on_create --prune endpoint --yes`)).out).not.toContain('deleted');
    expect((await patchbay('export')).out).toContain('bring_up_pipeline: shop/deploy\n');
    const deleted = await patchbay(`delete -f ${file} --yes`);
    expect(deleted).toMatchObject({ code: 8 }); // the secret waits for somebody who allows it
    expect(deleted.out.match(/ deleted$/gm)).toHaveLength(6);
  });
});
