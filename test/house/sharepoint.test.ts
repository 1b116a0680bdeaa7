/** SharePoint in a hub, in both runtimes: large files in pieces, and libraries that are watched. */
import { randomBytes } from 'node:crypto';
import { connectors } from '@patchbay/connectors';
import { fileOf, type Vendor } from '@patchbay/connectors/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { openPlugin, type PluginHost, type PluginRuntime } from '../doubles/plugin-host.ts';

const { startSharepoint } = (await import(fileOf('sharepoint', 'double.ts'))) as { startSharepoint(): Promise<Vendor> };
const plugin = connectors.find(({ id }) => id === 'patchbay/sharepoint')!;
const open: (Vendor | PluginHost)[] = [];
afterEach(async () => { for (const each of open.splice(0).toReversed()) await each.close(); });

async function world(runtime: PluginRuntime): Promise<{ readonly vendor: Vendor; readonly host: PluginHost }> {
  const vendor = await startSharepoint();
  open.push(vendor);
  const host = await openPlugin({ plugin, file: fileOf('sharepoint', 'plugin.ts'), runtime, config: vendor.config, secrets: vendor.secrets });
  open.push(host);
  return { vendor, host };
}

const PIECE = 655_360;
type Fields = Readonly<Record<string, unknown>>;

describe.each(['trusted', 'sandboxed'] as const)('SharePoint, %s', (runtime) => {
  test('a large file arrives byte by byte, though the upload was interrupted, and comes back in parts', async () => {
    const { host } = await world(runtime);
    const bytes = randomBytes(2 * PIECE + 12_345);
    const { upload_id } = (await host.action('start_upload', { path: 'Images/shop.tar', size: bytes.length })) as { upload_id: string };
    const send = async (offset: number): Promise<Fields> => (await host.action('upload_chunk', { upload_id, offset, content: bytes.subarray(offset, offset + PIECE).toString('base64') })) as Fields;
    await send(0);
    await send(0); // the answer had been lost
    const { next_offset } = (await host.query('get_upload', { upload_id })) as { next_offset: number };
    expect(next_offset).toBe(PIECE);
    await send(next_offset);
    expect(await send(2 * PIECE)).toMatchObject({ done: true, file: { path: 'Images/shop.tar', size: bytes.length } });

    const parts: Buffer[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const part = (await host.query('download_file', { path: 'Images/shop.tar', encoding: 'base64', offset, length: 700_000 })) as { content: string; next_offset?: number };
      parts.push(Buffer.from(part.content, 'base64'));
      offset = part.next_offset;
    }
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  test('what changes in a watched library is told with its path, and a notification without the word is refused', async () => {
    const { host, vendor } = await world(runtime);
    const { id, drive_id } = (await host.action('watch_drive', { notification_url: 'https://hub.example.com/v1/webhooks/inst_1' })) as { id: string; drive_id: string };
    const notify = (clientState: string | undefined) => fetch(host.webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value: [{ subscriptionId: id, clientState, resource: `drives/${drive_id}/root`, changeType: 'updated' }] }) });
    const told = async (): Promise<unknown[]> => ((await host.call('event_list', { limit: 100 })) as unknown as { items: Fields[] }).items.filter(({ type }) => String(type).startsWith('sharepoint.item.')).map(({ type, subject }) => [type, subject]);

    const { id: file } = (await host.action('upload_file', { path: 'Releases/1.5.0/notes.md', content: '# 1.5.0' })) as { id: string };
    expect((await notify('guessed')).status).toBe(401);
    expect(await told()).toEqual([]);
    expect((await notify(vendor.secrets['client_state'])).status).toBe(202);
    expect(await told()).toEqual(expect.arrayContaining([['sharepoint.item.changed', 'Releases/1.5.0'], ['sharepoint.item.changed', 'Releases/1.5.0/notes.md']]));

    await host.action('delete_item', { path: 'Releases/1.5.0/notes.md' });
    await notify(vendor.secrets['client_state']);
    expect(await told()).toContainEqual(['sharepoint.item.deleted', file]);
    expect(JSON.stringify(await host.call('event_list', { limit: 100 }))).not.toContain(vendor.secrets['client_state']!);
  });
});
