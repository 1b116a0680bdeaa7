/** What was pushed since the last look. The first look only remembers. */
import type { Ctx, Json, JsonObject } from '@patchbay/sdk';
import { string } from '../wire/fields.ts';

export async function watch(repositories: readonly string[], tagsOf: (repository: string) => Promise<Json>, { state, emit }: Pick<Ctx, 'state' | 'emit'>): Promise<void> {
  for (const repository of repositories) {
    const tags = (await tagsOf(repository)) as readonly JsonObject[];
    const latest = tags.map(pushedAt).sort().at(-1) ?? '';
    const seen = await state.get<string>(`seen/${repository}`);
    const fresh = seen === undefined ? [] : tags.filter((tag) => pushedAt(tag) > seen).sort((a, b) => (pushedAt(a) < pushedAt(b) ? -1 : 1));
    for (const tag of fresh) await emit('docker_hub.tag.pushed', `${repository}:${string(tag, 'name')}`, { repository, tag: string(tag, 'name'), digest: string(tag, 'digest'), pushed_at: pushedAt(tag), pusher: string(tag, 'last_updater_username') });
    if (seen === undefined || latest > seen) await state.set(`seen/${repository}`, latest);
  }
}

const pushedAt = (tag: JsonObject): string => string(tag, 'tag_last_pushed') || string(tag, 'last_updated');
