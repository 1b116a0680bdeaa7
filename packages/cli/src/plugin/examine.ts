/** What can be said of a plugin without a hub: that it loads in the sandbox, says there what it says here, and answers its own examples. */
import type { Handler, Json, Manifest } from '@patchbay/sdk';
import { createSandbox } from '@patchbay/sandbox';
import type { Found } from './plugin-file.ts';

export interface Finding { readonly what: string; readonly ok: boolean; readonly why: string }

export async function examine({ manifest }: Found, code: string, now: () => number): Promise<Finding[]> {
  const sandbox = createSandbox({ now, random: () => 0.5 });
  try {
    const loaded = await sandbox.load(code);
    if (loaded.kind === 'refused') return [{ what: 'loads in the sandbox', ok: false, why: `${loaded.message}${loaded.line === null ? '' : ` at line ${loaded.line} of the bundle`}` }];
    const said = await sandbox.run(loaded.program, { name: 'describe', input: 'null', limits: { cpuMs: 1000 } });
    const same = said.kind === 'done' && said.output === JSON.stringify(manifest);
    return [
      { what: 'loads in the sandbox', ok: true, why: '' },
      { what: 'says there what it says here', ok: same, why: same ? '' : said.kind === 'threw' ? said.message : 'its manifest depends on where it runs' },
      ...lacks(manifest),
      ...(await Promise.all(manifest.actions.filter(({ dry_run, example }) => dry_run && example !== undefined).map(async ({ name, example }) => {
        const ran = await sandbox.run(loaded.program, { name: 'invoke', input: JSON.stringify(invocation('dry_run', name, example!, manifest, now())), host: async () => '{"ok":false,"error":{"code":"unavailable","message":"there is no host here"}}' });
        const outcome = ran.kind === 'done' && ran.output !== null ? (JSON.parse(ran.output) as { ok: boolean; error?: { code: string; message: string } }) : { ok: false, error: { code: ran.kind, message: ran.kind === 'threw' ? ran.message : 'it was stopped' } };
        const ok = outcome.ok || (outcome.error?.code !== 'fault' && outcome.error?.code !== 'missing' && ran.kind === 'done');
        return { what: `dry run of ${name} with its example`, ok, why: ok ? '' : (outcome.error?.message ?? '') };
      }))),
    ];
  } finally {
    await sandbox.close();
  }
}

const invocation = (handler: Handler, name: string, input: Json, { id, version }: Manifest, now: number): object => ({
  handler, name, input, facts: { tenant: 'test', installation: { id: 'inst_test', name: 'default' }, plugin: { id, version }, config: {}, secrets: [], now, deadline: now + 5000, invocation: { id: 'test', attempt: 1, idempotency_key: 'test' } },
});

/** What people miss in a list of plugins. */
function lacks({ actions, hosts, auth, summary }: Manifest): Finding[] {
  const silent = actions.filter(({ description }) => description.trim() === '').map(({ name }) => name);
  return [
    { what: 'every action has a description', ok: silent.length === 0, why: silent.join(', ') },
    { what: 'it has a summary', ok: summary.trim() !== '', why: 'write one sentence' },
    { what: 'credentials have somewhere to go', ok: auth.length === 0 || hosts.length > 0, why: 'it has auth slots and no hosts' },
  ];
}
