/** The events of the application: all of them, and one. */
import type { Destination, Message, Page } from './api.ts';
import { attemptsOf } from './attempts.ts';
import { h } from './dom.ts';
import { badge, button, code, field, form, table, time } from './parts.ts';
import type { Place } from './place.ts';

export async function messages({ api }: Place): Promise<Node> {
  const type = h('input', { type: 'search', placeholder: 'invoice.paid' });
  const before = h('input', { type: 'datetime-local' });
  const list = h('div');

  async function show(): Promise<void> {
    list.replaceChildren(await table<Message>({
      columns: ['When', 'Event', 'Id'],
      empty: 'There is none.',
      page: (iterator) => api.get<Page<Message>>('msg', { limit: 50, with_content: false, event_types: type.value.trim(), before: before.value === '' ? undefined : new Date(before.value).toISOString(), iterator }),
      row: ({ id, eventId, eventType, timestamp }) => [time(timestamp), h('a', { href: `#/messages/${id}` }, eventType), h('code', {}, eventId ?? id)],
    }));
  }

  await show();
  return h('section', {}, h('h1', {}, 'Events'), h('div', { class: 'search' }, form('Look', [field('Type', type), field('Before', before)], show)), list);
}

export async function message(place: Place): Promise<Node> {
  const { api, id } = place;
  const path = `msg/${encodeURIComponent(id)}`;
  const [found, destinations, attempts] = await Promise.all([api.get<Message>(path), destinationsOf(place, path), attemptsOf(place, `attempt/${path}`)]);
  return h('article', {}, h('h1', {}, found.eventType),
    h('dl', {},
      h('dt', {}, 'Id'), h('dd', {}, h('code', {}, found.id)),
      ...(found.eventId === null ? [] : [h('dt', {}, 'Your id'), h('dd', {}, h('code', {}, found.eventId))]),
      h('dt', {}, 'When'), h('dd', {}, time(found.timestamp)),
      h('dt', {}, 'Channels'), h('dd', {}, found.channels?.join(', ') ?? 'none')),
    h('section', {}, h('h2', {}, 'Payload'), code(found.payload)),
    h('section', {}, h('h2', {}, 'Endpoints'), destinations),
    h('section', {}, h('h2', {}, 'Attempts'), attempts));
}

const destinationsOf = ({ api, again }: Place, path: string): Promise<HTMLElement> => table<Destination>({
  columns: ['URL', 'State', 'Next attempt', ''],
  empty: 'It was sent nowhere.',
  page: (iterator) => api.get<Page<Destination>>(`${path}/endpoint`, { limit: 50, iterator }),
  row: ({ id, url, statusText, nextAttempt }) => [
    h('a', { href: `#/endpoints/${id}` }, url), badge(statusText, statusText === 'success' ? 'good' : statusText === 'fail' ? 'bad' : 'calm'), nextAttempt === null ? '' : time(nextAttempt),
    button('Send again', async () => { await api.send('POST', `${path}/endpoint/${encodeURIComponent(id)}/resend`); setTimeout(again, SOON_MS); return 'It is on its way.'; }),
  ],
});

/** Most receivers have answered by then. */
const SOON_MS = 1500;
