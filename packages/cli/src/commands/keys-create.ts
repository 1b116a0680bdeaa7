import { defineCommand } from '../command.ts';
import { usage } from '../complaint.ts';
import { connect } from '../connect.ts';
import { hubConfig, inFolder } from '../hub-config.ts';
import type { Io } from '../io.ts';
import { isData, printData } from '../output/print.ts';
import { expiryOf, wholeNumber } from '../take-text.ts';

export const keysCreate = defineCommand({
  name: 'keys create',
  summary: 'make an API key and show it once',
  args: [{ name: 'name' }],
  flags: {
    scope: { type: 'string', short: 's', value: 'SCOPE', multiple: true, summary: 'what it may do: project:read, project:*, *:read, *' },
    expires: { type: 'string', value: 'WHEN', summary: '90d, 12h, 30m or an instant; never, if absent' },
    'rate-limit': { type: 'string', value: 'N', summary: 'calls per minute' },
    data: { type: 'string', value: 'DIR', summary: 'without a hub: straight into the store of this data folder' },
  },
  examples: ['patchbay keys create ci --scope project:read --scope project:write --expires 90d', 'patchbay keys create rescue --scope "*" --data ~/.patchbay'],
  notes: 'With --data it needs no key: whoever may write the data folder may make one. With PATCHBAY_DATABASE_URL it goes to PostgreSQL.',
  async run([name = ''], flags, io) {
    const scopes = flags.scope ?? [];
    if (scopes.length === 0) throw usage('A key needs at least one --scope', 'For example --scope project:read, or --scope "*" for everything.');
    const { id, key } = flags.data === undefined ? await online(name, scopes, flags, io) : await offline(name, scopes, flags.data, flags, io);
    if (isData(flags.output)) return printData({ id, name, key }, flags.output, io);
    // The key alone on stdout, so that it can be piped into `patchbay login` or a secret store.
    io.err(`API key ${name} (${id}). It is shown only now:\n`);
    io.out(`${key}\n`);
  },
});

interface Flags { readonly expires?: string; readonly 'rate-limit'?: string; readonly url?: string; readonly profile?: string; readonly tenant?: string }

async function online(name: string, scopes: readonly string[], flags: Flags, io: Io): Promise<{ id: string; key: string }> {
  const hub = await connect(flags, io);
  return hub.api_keys.create({ name, scopes, ...boundsOf(flags, io) }, { signal: io.signal });
}

async function offline(name: string, scopes: readonly string[], dataDir: string, flags: Flags, io: Io): Promise<{ id: string; key: string }> {
  const config = await hubConfig(io, inFolder(dataDir));
  const { issueKeyOffline } = await import('@patchbay/hub');
  return issueKeyOffline(config, { name, scopes: [...scopes], ...boundsOf(flags, io), ...(flags.tenant === undefined ? {} : { tenant: flags.tenant }) });
}

function boundsOf({ expires, 'rate-limit': limit }: Flags, { now }: Io): { expires_at?: string; rate_limit?: number } {
  const rate_limit = wholeNumber(limit, 'rate-limit');
  return { ...(expires === undefined ? {} : { expires_at: expiryOf(expires, now()) }), ...(rate_limit === undefined ? {} : { rate_limit }) };
}
