/** What registries tell: the notifications of Docker distribution, and Harbor's. Layers and pulls are left out. */
import type { EventDraft, JsonObject, WebhookRequest } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';

export const toEvents = ({ body }: WebhookRequest): readonly EventDraft[] => [...list(body, 'events').flatMap(ofDistribution), ...ofHarbor(body)];

const DONE: Readonly<Record<string, string>> = { push: 'pushed', delete: 'deleted', PUSH_ARTIFACT: 'pushed', DELETE_ARTIFACT: 'deleted' };

function ofDistribution(event: JsonObject): EventDraft[] {
  const done = DONE[string(event, 'action')];
  const [repository, tag, digest] = [string(event, 'target.repository'), string(event, 'target.tag'), string(event, 'target.digest')];
  const isManifest = /manifest|image\.index/.test(string(event, 'target.mediaType')) || tag !== '' || done === 'deleted';
  if (done === undefined || repository === '' || !isManifest) return [];
  return [draft(done, { repository, tag, digest, actor: string(event, 'actor.name') }, string(event, 'id'))];
}

function ofHarbor(body: unknown): EventDraft[] {
  const done = DONE[string(body, 'type')];
  const repository = string(body, 'event_data.repository.repo_full_name');
  if (done === undefined || repository === '') return [];
  return list(body, 'event_data.resources').map((each) => draft(done, { repository, tag: string(each, 'tag'), digest: string(each, 'digest'), actor: string(body, 'operator') }, `${string(body, 'occur_at')}/${done}/${string(each, 'digest')}/${string(each, 'tag')}`));
}

function draft(done: string, image: { readonly repository: string; readonly tag: string; readonly digest: string; readonly actor: string }, dedupe: string): EventDraft {
  const { repository, tag, digest } = image;
  return { type: `oci.image.${done}`, subject: tag === '' ? `${repository}@${digest}` : `${repository}:${tag}`, data: image, ...(dedupe === '' ? {} : { dedupe }) };
}
