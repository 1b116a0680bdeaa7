/** Headers that go along with every event. Those that tell a secret are named, and never shown. */
import { h } from './dom.ts';
import { button, field, form } from './parts.ts';
import type { Place } from './place.ts';

interface Headers { readonly headers: Readonly<Record<string, string>>; readonly sensitive: readonly string[] }

export async function headersOf(place: Place, path: string): Promise<HTMLElement> {
  const { api } = place;
  const at = `${path}/headers`;
  const { headers, sensitive } = await api.get<Headers>(at);
  const name = h('input', { type: 'text', required: true, autocomplete: 'off' });
  const value = h('input', { type: 'text', required: true, autocomplete: 'off' });
  const change = async (changes: Readonly<Record<string, string | null>>): Promise<void> => {
    await api.send('PATCH', at, { headers: changes });
    place.again();
  };
  const given = [...Object.entries(headers), ...sensitive.map((each) => [each, '•••'] as const)];
  return h('div', {},
    given.length === 0 ? h('p', { class: 'empty' }, 'None.') : h('ul', { class: 'headers' }, ...given.map(([each, said]) => h('li', {}, h('code', {}, `${each}: ${said}`), button('Remove', () => change({ [each]: null }), { 'aria-label': `Remove ${each}` })))),
    h('details', {}, h('summary', {}, 'Add a header'), form('Add header', [field('Name', name), field('Value', value)], () => change({ [name.value.trim()]: value.value }))));
}
