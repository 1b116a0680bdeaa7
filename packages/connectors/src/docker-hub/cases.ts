import type { ConnectorCases } from '../testing/index.ts';
import { digestOf, startDockerHub } from './double.ts';

type Fields = Readonly<Record<string, unknown>>;
const shop = { namespace: 'acme', repository: 'shop' };
const nobody = { namespace: 'acme', repository: 'none' };
const count = (wanted: number) => (output: unknown): boolean => (output as { items: unknown[] }).items.length === wanted;
let next = 0;

export const cases: ConnectorCases = {
  start: startDockerHub,
  described: [{ mock: 'docker-hub', except: [{ path: /^\/v2\/repositories\//, because: 'the description is older: deleting a tag is not in it' }] }],
  actions: {
    delete_tag: { input: () => ({ ...shop, tag: `1.0.${++next + 110}` }), answers: (output) => String((output as Fields)['tag']).startsWith('1.0.'), refused: { input: { ...shop, tag: 'none' }, code: 'upstream.not_found' }, renews: true },
    delete_images: { input: () => ({ ...shop, digests: [digestOf(`1.0.${++next + 150}`)] }), answers: (output) => (output as Fields)['tags'] === 1, refused: { input: { ...shop, digests: [digestOf('none')] }, code: 'upstream.not_found' }, renews: true },
    list_tags: { input: { ...shop, limit: 105 }, answers: count(105), refused: { input: nobody, code: 'upstream.not_found' }, renews: true },
    get_tag: { input: { ...shop, tag: '1.0.2' }, answers: (output) => (output as { platforms: string[] }).platforms.join() === 'linux/amd64,linux/arm64', refused: { input: { ...shop, tag: 'none' }, code: 'upstream.not_found' }, renews: true },
    list_access_tokens: { input: {}, answers: count(1), refused: { input: { page_size: 500 }, code: 'upstream.invalid' }, renews: true },
    audit_log: { input: { account: 'acme', action: 'repo.tag.push' }, answers: count(1), refused: { input: { account: 'nobody' }, code: 'upstream.not_found' }, renews: true },
  },
};
