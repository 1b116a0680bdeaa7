/** A hub as the registry of others: its signed list, its packages, and a list that was brought by hand. */
import { z } from 'zod';
import { defineAction } from '../action.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a sha256 in hex');
const index = z.string().min(1).max(8_000_000).meta({ description: 'The signed list: a Sigstore bundle.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] });
const publicKey = z.string().meta({ description: 'Ed25519, base64.', examples: ['qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs='] });
const release = {
  plugin: z.string().meta({ description: 'The plugin.', examples: ['acme/weather'] }), plugin_version: z.string().meta({ description: 'Its version.', examples: ['1.4.2'] }),
  sha256: z.string().meta({ description: 'Of its package.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }),
};

export const pluginIndex = defineAction({
  id: 'plugin_index', title: 'Read the index', description: 'The signed list of what this hub publishes for everybody: releases, publishers and their keys, and what was taken back. Other hubs follow it.', safety: 'safe', scope: 'plugin_release:read',
  input: z.strictObject({ valid_for: z.int().min(3600).max(7_776_000).default(86_400).meta({ description: 'Seconds that it counts; longer for what is carried to a hub without a network.', examples: [86_400] }) }),
  output: z.object({ index, public_key: publicKey, index_version: z.int().meta({ description: 'Grows with every list.', examples: [17] }), expires_at: z.string().meta({ description: 'Until when it counts.', examples: ['2030-01-02T00:00:00.000Z'] }), releases: z.array(z.object(release)).meta({ description: 'The releases on it.' }) }),
  route: { method: 'GET', path: '/v1/plugin_index' },
});

export const pluginPackage = defineAction({
  id: 'plugin_package', title: 'Read a package', description: 'A package that this hub publishes for everybody, with its signature.', safety: 'safe', scope: 'plugin_release:read', failures: ['plugin.not_found'],
  input: z.strictObject({ sha256: sha256.meta({ description: 'Of the package.', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] }) }),
  output: z.object({ package: z.string().meta({ description: 'The tgz, in base64.', examples: ['H4sIAAAAAAAAA…'] }), signature: z.string().meta({ description: 'Its Sigstore bundle.' }), public_key: publicKey }),
  route: { method: 'GET', path: '/v1/plugin_packages/{sha256}' },
});

export const registryRefresh = defineAction({
  id: 'registry_refresh', title: 'Refresh a registry', description: 'Takes over the list of a registry now: fetched from there, or the one that is handed over. It must be signed with the pinned key, still count, and not be older than the one before.', safety: 'moderate', effects: 'outside', scope: 'registry:write',
  failures: ['resource.not_found', 'registry.refused', 'upstream.unavailable', 'resource.conflict'],
  input: z.strictObject({ id: z.string().min(1).max(64).meta({ description: 'Id of the registry.', examples: ['reg_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), index: index.optional().meta({ description: 'A list that was brought by hand; its packages are published one by one afterwards.', examples: ['{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'] }) }),
  output: z.object({
    index_version: z.int().meta({ description: 'Version of the list that counts now.', examples: [17] }), taken: z.array(z.string()).meta({ description: 'Releases that were taken over.', examples: [['acme/weather 1.4.2']] }), revoked: z.array(z.string()).meta({ description: 'Releases that were taken back.', examples: [[]] }),
    wanted: z.array(z.object({ ...release, public_key: publicKey })).meta({ description: 'Releases on the list that are not here yet: publish them as they came in the bundle.' }),
    problems: z.array(z.string()).meta({ description: 'Releases that were refused, and why.', examples: [[]] }),
  }),
  route: { method: 'POST', path: '/v1/registries/{id}/refresh', bodyLimit: 9_000_000 },
});
