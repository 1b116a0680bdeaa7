/** What may come: the catalogue of events. */
import type { EventType, Page } from './api.ts';
import { h } from './dom.ts';
import { badge, code, table } from './parts.ts';
import type { Place } from './place.ts';

export async function eventTypes({ api }: Place): Promise<Node> {
  const rows = await table<EventType>({
    columns: ['Event', 'About'],
    empty: 'The catalogue is empty.',
    page: (iterator) => api.get<Page<EventType>>('/event-type', { limit: 100, with_content: true, iterator }),
    row: ({ name, description, deprecated }) => [h('span', {}, h('code', {}, name), ' ', deprecated ? badge('going away', 'calm') : null), description],
    below: ({ schemas }) => schemaOf(schemas),
  });
  return h('section', {}, h('h1', {}, 'Catalogue'), rows);
}

function schemaOf(schemas: EventType['schemas']): HTMLElement | null {
  const versions = Object.entries(schemas ?? {});
  if (versions.length === 0) return null;
  return h('details', {}, h('summary', {}, 'Schema'), ...versions.flatMap(([version, schema]) => [versions.length > 1 ? h('h3', {}, `Version ${version}`) : '', code(schema)]));
}
