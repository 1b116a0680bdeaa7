/** All endpoints of the application. */
import type { Endpoint, Page } from './api.ts';
import { h } from './dom.ts';
import { badge, table, time } from './parts.ts';
import type { Place } from './place.ts';

export async function endpoints({ api }: Place): Promise<Node> {
  const rows = await table<Endpoint>({
    columns: ['URL', 'State', 'Events', 'Since'],
    empty: 'Nothing is sent anywhere yet. Add the first endpoint: a URL of yours that takes events.',
    page: (iterator) => api.get<Page<Endpoint>>('endpoint', { limit: 50, order: 'descending', iterator }),
    row: (endpoint) => [link(endpoint), stateOf(endpoint), typesOf(endpoint), time(endpoint.createdAt)],
  });
  return h('section', {}, h('div', { class: 'head' }, h('h1', {}, 'Endpoints'), h('a', { class: 'primary', href: '#/add' }, 'Add endpoint')), rows);
}

const link = ({ id, url, description }: Endpoint): HTMLElement => h('div', {}, h('a', { href: `#/endpoints/${id}` }, url), description === '' ? null : h('small', {}, description));

export const stateOf = ({ disabled }: Endpoint): HTMLElement => (disabled ? badge('Off', 'calm') : badge('On', 'good'));

const SHOWN = 3;

function typesOf({ eventTypes }: Endpoint): string {
  if (eventTypes === null) return 'all';
  const more = eventTypes.length - SHOWN;
  return `${eventTypes.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
