import type { ConnectorCases, InboundCase } from '../testing/index.ts';
import { digestOf, old, startRegistry } from './double.ts';

type Fields = Readonly<Record<string, unknown>>;
const isDigest = (output: unknown): boolean => /^sha256:[a-f0-9]{64}$/.test(String((output as Fields)['digest']));
const NONE = digestOf('nothing');
let next = 0;

const sent = (title: string, body: object, becomes: InboundCase['becomes'], type = 'application/json'): InboundCase => ({
  title, becomes, signs: false,
  request: ({ webhook_token }) => ({ body: JSON.stringify(body), headers: { 'content-type': type, authorization: `Bearer ${webhook_token!}` } }),
});

export const cases: ConnectorCases = {
  start: startRegistry,
  actions: {
    retag: { input: { repository: 'team/shop', from: '1.4.2', tag: 'production' }, answers: isDigest, refused: { input: { repository: 'team/shop', from: 'none', tag: 'production' }, code: 'upstream.not_found' } },
    promote: { input: { repository: 'team/shop', from: '1.4.2', to: 'release/shop', tag: '1.4.2' }, answers: isDigest, refused: { input: { repository: 'team/none', from: '1.4.2', to: 'release/shop', tag: '1.4.2' }, code: 'upstream.not_found' } },
    delete_manifest: { input: () => ({ repository: 'team/old', digest: digestOf(old(++next)) }), answers: isDigest, refused: { input: { repository: 'team/old', digest: NONE }, code: 'upstream.not_found' } },
    list_tags: { input: { repository: 'team/old', limit: 105 }, answers: (output) => (output as { items: unknown[] }).items.length === 105, refused: { input: { repository: 'team/none' }, code: 'upstream.not_found' } },
    list_repositories: { input: {}, answers: (output) => (output as { items: string[] }).items.includes('team/shop'), refused: { input: { after: 'denied' }, code: 'upstream.forbidden' } },
    resolve: { input: { repository: 'team/shop', reference: '1.4.2' }, answers: (output) => String((output as Fields)['image']).includes('/team/shop@sha256:'), refused: { input: { repository: 'team/shop', reference: 'none' }, code: 'upstream.not_found' } },
    get_manifest: { input: { repository: 'team/shop', reference: '1.4.2' }, answers: (output) => (output as { platforms: string[] }).platforms.join() === 'linux/amd64,linux/arm64', refused: { input: { repository: 'team/shop', reference: 'none' }, code: 'upstream.not_found' } },
  },
  inbound: [
    sent('a push to a registry of Docker distribution, and not its layers', {
      events: [
        { id: 'e-1', action: 'push', target: { mediaType: 'application/octet-stream', repository: 'team/shop', digest: NONE } },
        { id: 'e-2', action: 'push', target: { mediaType: 'application/vnd.oci.image.manifest.v1+json', repository: 'team/shop', digest: NONE, tag: '1.4.2' }, actor: { name: 'ada' } },
        { id: 'e-3', action: 'pull', target: { mediaType: 'application/vnd.oci.image.manifest.v1+json', repository: 'team/shop', digest: NONE, tag: '1.4.2' } },
      ],
    }, [{ type: 'oci.image.pushed', subject: 'team/shop:1.4.2' }], 'application/vnd.docker.distribution.events.v1+json'),
    sent('an image that was deleted in Harbor', { type: 'DELETE_ARTIFACT', occur_at: 1_790_000_000, operator: 'ada', event_data: { resources: [{ digest: NONE, tag: '1.4.1' }], repository: { repo_full_name: 'team/shop' } } }, [{ type: 'oci.image.deleted', subject: 'team/shop:1.4.1' }]),
  ],
};
