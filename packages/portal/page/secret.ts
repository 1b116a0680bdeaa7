/** The key that receivers verify with. It is shown when somebody asks for it, and each time is written down at the hub. */
import { h } from './dom.ts';
import { button, confirm } from './parts.ts';
import type { Place } from './place.ts';

export function secretOf({ api }: Place, path: string): HTMLElement {
  const shown = h('p', { class: 'secret' }, '•••');

  async function show(): Promise<void> {
    const { key } = await api.get<{ readonly key: string }>(`${path}/secret`);
    shown.replaceChildren(h('code', {}, key), ' ', button('Copy', async () => { await navigator.clipboard.writeText(key); return 'Copied.'; }));
  }

  async function replace(): Promise<string | undefined> {
    if (!(await confirm('Replace the secret? For a day everything is signed with both, so that you can change over.', 'Replace it'))) return undefined;
    await api.send('POST', `${path}/secret/rotate`, {});
    await show();
    return 'It is replaced. The old one counts for another day.';
  }

  return h('div', {}, h('p', {}, 'Every request carries a signature: verify it before you believe what it says.'), shown, h('p', { class: 'actions' }, button('Show secret', show), button('Replace secret', replace)));
}
