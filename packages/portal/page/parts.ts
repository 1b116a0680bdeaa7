/** Pieces that several views have. */
import { Refused } from './api.ts';
import { type Child, h, newId } from './dom.ts';

/** Something to press. While it is done it can't be pressed again; what went wrong is said beside it. */
export function button(label: string, work: () => unknown, facts: Readonly<Record<string, string | boolean | undefined>> = {}): HTMLElement {
  const said = h('output', { class: 'said', role: 'status' });
  const control = h('button', { type: 'button', ...facts, click: () => void run(control, said, work) }, label);
  return h('span', { class: 'action' }, control, said);
}

/** Fields, and something to press that sends them. */
export function form(label: string, fields: readonly Child[], work: () => unknown): HTMLFormElement {
  const said = h('output', { class: 'said', role: 'status' });
  const control = h('button', { class: 'primary' }, label);
  return h('form', { submit: (event) => { event.preventDefault(); void run(control, said, work); } }, ...fields, h('p', { class: 'action' }, control, said));
}

/** What `work` answers is said, if it is a sentence. */
async function run(control: HTMLButtonElement, said: HTMLOutputElement, work: () => unknown): Promise<void> {
  control.disabled = true;
  said.className = 'said';
  said.textContent = '';
  try {
    const answer: unknown = await work();
    if (typeof answer === 'string') said.textContent = answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    said.className = 'said wrong';
    said.textContent = wordsOf(error);
  } finally {
    control.disabled = false;
  }
}

export const wordsOf = (error: unknown): string =>
  error instanceof Refused ? error.message : error instanceof TypeError ? 'The hub can’t be reached. Try again in a moment.' : String(error instanceof Error ? error.message : error);

export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id = newId();
  const note = hint === undefined ? undefined : h('small', { id: newId() }, hint);
  if (note !== undefined) control.setAttribute('aria-describedby', note.id);
  return h('p', { class: 'field' }, h('label', { for: control.id }, label), control, note);
}

/** Asks once more before something that can't be undone. */
export function confirm(question: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const title = h('p', { id: newId() }, question);
    const dialog = h('dialog', { 'aria-labelledby': title.id, close: () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); } },
      h('form', { method: 'dialog' }, title, h('p', { class: 'action' }, h('button', { value: 'no', autofocus: true }, 'Cancel'), h('button', { value: 'yes', class: 'danger' }, yes))));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Rows that are fetched a page at a time. */
export interface Rows<Item> {
  readonly columns: readonly string[];
  readonly empty: string;
  readonly page: (iterator: string | undefined) => Promise<{ readonly data: readonly Item[]; readonly iterator: string | null; readonly done: boolean }>;
  readonly row: (item: Item) => readonly Child[];
  /** What takes the whole width, under the row. */
  readonly below?: (item: Item) => Child;
}

export async function table<Item>({ columns, empty, page, row, below }: Rows<Item>): Promise<HTMLElement> {
  const body = h('tbody');
  const more = h('p', { class: 'more' });
  const whole = h('div', { class: 'table' }, h('table', {}, h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))), body), more);

  async function add(iterator: string | undefined): Promise<void> {
    const found = await page(iterator);
    for (const item of found.data) {
      body.append(h('tr', { class: below === undefined ? undefined : 'open' }, ...row(item).map((cell, at) => h('td', { 'data-label': columns[at] }, cell))));
      if (below !== undefined) body.append(h('tr', {}, h('td', { colspan: columns.length }, below(item))));
    }
    more.replaceChildren(...(found.done || found.iterator === null ? [] : [button('Show more', () => add(found.iterator!))]));
  }

  await add(undefined);
  return body.childElementCount === 0 ? h('p', { class: 'empty' }, empty) : whole;
}

export const badge = (text: string, tone: 'good' | 'bad' | 'calm'): HTMLElement => h('span', { class: `badge ${tone}` }, text);

export const time = (instant: string): HTMLElement => h('time', { datetime: instant, title: instant }, new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }));

/** JSON with its lines broken; anything else as it came. */
export function code(value: unknown, empty = 'Nothing'): HTMLElement {
  const text = typeof value === 'string' ? pretty(value) : JSON.stringify(value, null, 2);
  return text === '' || text === undefined ? h('p', { class: 'empty' }, empty) : h('pre', { tabindex: 0 }, text);
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
