import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

test('tells of tags that were pushed since the last look, oldest first, and of none at the first', async () => {
  const tags = [{ name: '1.0', tag_last_pushed: '2026-11-20T09:00:00Z', digest: 'sha256:1' }];
  const harness = createHarness(plugin, { config: { watched: ['acme/shop'] }, answer: () => ({ body: { results: tags } }) });
  await harness.schedule('watch');
  expect(harness.emitted).toEqual([]);
  tags.unshift({ name: 'latest', tag_last_pushed: '2026-11-20T09:10:00Z', digest: 'sha256:3' }, { name: '1.1', tag_last_pushed: '2026-11-20T09:05:00Z', digest: 'sha256:2' });
  await harness.schedule('watch');
  await harness.schedule('watch');
  expect(harness.emitted.map(({ type, subject }) => [type, subject])).toEqual([['docker_hub.tag.pushed', 'acme/shop:1.1'], ['docker_hub.tag.pushed', 'acme/shop:latest']]);
});

test('a dry run of a deletion asks Docker Hub what would go', async () => {
  const harness = createHarness(plugin, { answer: () => ({ body: { dry_run: true, metrics: { manifest_deletes: 1, tag_deletes: 2 } } }) });
  expect(await harness.dryRun('delete_images', { namespace: 'acme', repository: 'shop', digests: [`sha256:${'0'.repeat(64)}`] })).toEqual({ dry_run: true, manifests: 1, tags: 2, failed: 0 });
  expect(harness.requests[0]?.json).toMatchObject({ dry_run: true });
});
