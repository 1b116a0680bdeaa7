/** The fields of an endpoint: a new one, or one that is there. */
import type { Endpoint, EventType, Page } from './api.ts';
import { h, newId } from './dom.ts';
import { field, form } from './parts.ts';
import type { Place } from './place.ts';

export async function addEndpoint(place: Place): Promise<Node> {
  const fields = await endpointFields(place, undefined);
  return h('section', {}, h('h1', {}, 'Add endpoint'), form('Add', fields.shown, async () => {
    const { id } = await place.api.send<Endpoint>('POST', 'endpoint', fields.read());
    place.go(`#/endpoints/${id}`);
  }));
}

export async function editEndpoint(place: Place): Promise<Node> {
  const endpoint = await place.api.get<Endpoint>(`endpoint/${encodeURIComponent(place.id)}`);
  const fields = await endpointFields(place, endpoint);
  return h('section', {}, h('h1', {}, 'Change endpoint'), form('Save', fields.shown, async () => {
    await place.api.send('PATCH', `endpoint/${encodeURIComponent(endpoint.id)}`, fields.read());
    place.go(`#/endpoints/${endpoint.id}`);
  }), h('p', {}, h('a', { href: `#/endpoints/${endpoint.id}` }, 'Leave it as it is')));
}

interface Fields {
  readonly shown: readonly HTMLElement[];
  read(): object;
}

async function endpointFields({ api }: Place, endpoint: Endpoint | undefined): Promise<Fields> {
  const url = h('input', { type: 'url', required: true, maxlength: 8192, placeholder: 'https://example.com/webhooks', value: endpoint?.url ?? '', autofocus: true });
  const description = h('input', { type: 'text', maxlength: 1000, value: endpoint?.description ?? '' });
  const channels = h('input', { type: 'text', value: endpoint?.channels?.join(', ') ?? '' });
  const rate = h('input', { type: 'number', min: 1, max: 65_535, value: endpoint?.throttleRate ?? '' });
  const types = typeChoice(await allTypes(api), endpoint?.eventTypes ?? null);
  return {
    shown: [
      field('URL', url), field('Description', description), types.shown,
      field('Channels', channels, 'Only events of these channels, separated by commas. All, if empty.'),
      field('Events a second, at most', rate, 'As many as come, if empty.'),
    ],
    read: () => ({
      url: url.value.trim(), description: description.value.trim(), eventTypes: types.read(),
      channels: listOf(channels.value), throttleRate: rate.value === '' ? null : Number(rate.value),
    }),
  };
}

function listOf(text: string): readonly string[] | null {
  const items = text.split(',').map((each) => each.trim()).filter((each) => each !== '');
  return items.length === 0 ? null : items;
}

async function allTypes(api: Place['api']): Promise<readonly EventType[]> {
  const found: EventType[] = [];
  for (let iterator: string | undefined; ;) {
    const page = await api.get<Page<EventType>>('/event-type', { limit: 250, iterator });
    found.push(...page.data);
    if (page.done || page.iterator === null) return found;
    iterator = page.iterator;
  }
}

/** All events, or those that are ticked. What was chosen and is in no catalogue stays on the list. */
function typeChoice(known: readonly EventType[], chosen: readonly string[] | null): { readonly shown: HTMLElement; read(): readonly string[] | null } {
  const names = [...new Set([...known.filter(({ deprecated }) => !deprecated).map(({ name }) => name), ...(chosen ?? [])])].toSorted();
  const boxes = names.map((name) => h('input', { type: 'checkbox', value: name, checked: chosen?.includes(name) === true }));
  const all = h('input', { type: 'checkbox', checked: chosen === null });
  const list = h('div', { class: 'choices' }, ...boxes.map((box, at) => tick(box, names[at]!, known.find(({ name }) => name === names[at])?.description)));
  const follow = (): void => { list.hidden = all.checked; };
  all.addEventListener('change', follow);
  follow();
  return {
    shown: h('fieldset', {}, h('legend', {}, 'Events'), tick(all, 'All events, also those that are yet to come'), list),
    read() {
      if (all.checked) return null;
      const ticked = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      if (ticked.length === 0) throw new Error('Tick at least one event, or all of them.');
      return ticked;
    },
  };
}

function tick(box: HTMLInputElement, label: string, hint?: string): HTMLElement {
  box.id = newId();
  return h('p', { class: 'tick' }, box, h('label', { for: box.id }, label), hint === undefined || hint === '' ? null : h('small', {}, hint));
}
