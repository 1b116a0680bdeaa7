/** One endpoint: whether it is on, what became of what it was sent, and what proves that it comes from here. */
import type { Endpoint } from './api.ts';
import { attemptsOf } from './attempts.ts';
import { h } from './dom.ts';
import { stateOf } from './endpoints.ts';
import { headersOf } from './headers.ts';
import { button, confirm, field, form } from './parts.ts';
import type { Place } from './place.ts';
import { secretOf } from './secret.ts';

interface Stats { readonly success: number; readonly fail: number }

export async function endpoint(place: Place): Promise<Node> {
  const { api, id } = place;
  const path = `endpoint/${encodeURIComponent(id)}`;
  const [found, stats, headers, attempts] = await Promise.all([api.get<Endpoint>(path), api.get<Stats>(`${path}/stats`), headersOf(place, path), attemptsOf(place, `attempt/endpoint/${encodeURIComponent(id)}`)]);
  return h('article', {},
    h('div', { class: 'head' }, h('h1', { class: 'url' }, found.url), stateOf(found)),
    found.description === '' ? null : h('p', {}, found.description),
    h('p', { class: 'actions' },
      button(found.disabled ? 'Switch on' : 'Switch off', async () => { await api.send('PATCH', path, { disabled: !found.disabled }); place.again(); }),
      h('a', { href: `#/change/${found.id}` }, 'Change'),
      button('Delete', () => remove(place, path), { class: 'danger' })),
    h('dl', {},
      h('dt', {}, 'Events'), h('dd', {}, found.eventTypes?.join(', ') ?? 'all'),
      h('dt', {}, 'Channels'), h('dd', {}, found.channels?.join(', ') ?? 'all'),
      h('dt', {}, 'Events a second'), h('dd', {}, found.throttleRate ?? 'as many as come'),
      h('dt', {}, 'In 28 days'), h('dd', {}, `${stats.success} attempts went well, ${stats.fail} failed`)),
    h('section', {}, h('h2', {}, 'Signing secret'), secretOf(place, path)),
    h('section', {}, h('h2', {}, 'Headers'), headers),
    h('section', {}, h('h2', {}, 'Send again'), sendAgain(place, path)),
    h('section', {}, h('h2', {}, 'Attempts'), attempts));
}

async function remove({ api, go }: Place, path: string): Promise<void> {
  if (!(await confirm('Delete this endpoint? What still waits to be sent to it is given up.', 'Delete it'))) return;
  await api.send('DELETE', path);
  go('#/endpoints');
}

const DAY_MS = 86_400_000;

function sendAgain({ api }: Place, path: string): HTMLElement {
  const what = h('select', {}, h('option', { value: 'recover' }, 'what failed'), h('option', { value: 'replay-missing' }, 'what was never sent here'));
  const since = h('input', { type: 'datetime-local', required: true, value: local(Date.now() - DAY_MS) });
  return form('Send them again', [field('Events', what), field('Since', since, 'Two weeks back at most.')], async () => {
    await api.send('POST', `${path}/${what.value}`, { since: new Date(since.value).toISOString() });
    return 'They are on their way.';
  });
}

/** As such a field has it: the clock on this wall, to the minute. */
function local(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
