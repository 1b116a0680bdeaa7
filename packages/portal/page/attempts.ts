/** What was tried, and what came of it. */
import type { Attempt, Page } from './api.ts';
import { h } from './dom.ts';
import { badge, button, code, field, table, time } from './parts.ts';
import type { Place } from './place.ts';

/** Of an endpoint, or of a message. */
export async function attemptsOf({ api }: Place, path: string): Promise<HTMLElement> {
  const which = h('select', {}, h('option', { value: '' }, 'all'), h('option', { value: '2' }, 'failed'), h('option', { value: '0' }, 'went well'));
  const list = h('div');

  async function show(): Promise<void> {
    list.replaceChildren(await table<Attempt>({
      columns: ['When', 'Event', 'Answer', 'Took'],
      empty: 'Nothing was tried.',
      page: (iterator) => api.get<Page<Attempt>>(path, { limit: 25, with_msg: true, with_content: true, status: which.value, iterator }),
      row: (attempt) => [time(attempt.timestamp), eventOf(attempt), answerOf(attempt), `${attempt.responseDurationMs} ms`],
      below: (attempt) => detailsOf(api, attempt),
    }));
  }

  which.addEventListener('change', () => void show());
  await show();
  return h('div', {}, h('p', { class: 'actions' }, field('Show', which), button('Look again', show)), list);
}

const eventOf = ({ msg, msgId }: Attempt): HTMLElement => h('a', { href: `#/messages/${msgId}` }, msg?.eventType ?? msgId);

const answerOf = ({ status, responseStatusCode }: Attempt): HTMLElement => badge(responseStatusCode === 0 ? 'none' : String(responseStatusCode), status === 0 ? 'good' : 'bad');

function detailsOf(api: Place['api'], { msgId, endpointId, response, msg, triggerType, url }: Attempt): HTMLElement {
  return h('details', {}, h('summary', {}, 'Details'),
    h('p', {}, h('small', {}, `${triggerType === 1 ? 'Somebody asked for it' : 'Sent by itself'}, to ${url}`)),
    h('h3', {}, 'Answer'), code(response),
    h('h3', {}, 'Event'), code(msg?.payload),
    button('Send again', async () => {
      await api.send('POST', `msg/${encodeURIComponent(msgId)}/endpoint/${encodeURIComponent(endpointId)}/resend`);
      return 'It is on its way.';
    }));
}
