/** Where people look after the endpoints of one application: which view the address names, and who looks. */
import { createApi, Refused } from './api.ts';
import { h } from './dom.ts';
import { endpoint } from './endpoint.ts';
import { addEndpoint, editEndpoint } from './endpoint-form.ts';
import { endpoints } from './endpoints.ts';
import { eventTypes } from './event-types.ts';
import { message, messages } from './messages.ts';
import { button, wordsOf } from './parts.ts';
import type { View } from './place.ts';
import { findSession, forgetSession, type Session } from './session.ts';

/** By the name in the address; with an id behind it, the second one. */
const views: Readonly<Record<string, readonly [all: View, one: View]>> = {
  endpoints: [endpoints, endpoint],
  add: [addEndpoint, addEndpoint],
  change: [endpoints, editEndpoint],
  messages: [messages, message],
  catalogue: [eventTypes, eventTypes],
};
const links = [['endpoints', 'Endpoints'], ['messages', 'Events'], ['catalogue', 'Catalogue']] as const;

const main = h('main', { id: 'main', tabindex: -1 });
const nav = h('nav', { 'aria-label': 'Views' });
const bar = h('div', { class: 'bar' });
document.body.append(h('a', { class: 'skip', href: '#main', click: (event) => { event.preventDefault(); main.focus(); } }, 'Skip to content'), h('header', {}, nav, bar), main);

let session: Session | undefined;
let showing = new AbortController();

function open(): void {
  const found = findSession();
  if (found === undefined) return over('This page needs a link that lets you in. Ask the people who send you events for a new one.');
  if (session?.key !== found.key || session.app !== found.app) enter(found);
  void show(found);
}

function enter(found: Session): void {
  session = found;
  nav.replaceChildren(...links.map(([name, label]) => h('a', { href: `#/${name}` }, label)));
  bar.replaceChildren(button('Sign out', leave));
  void createApi(found, new AbortController().signal).get<{ readonly name: string }>('').then(({ name }) => {
    document.title = `${name}: webhooks`;
    bar.prepend(h('strong', {}, name));
  }, () => undefined); // the view says what is wrong
}

async function show(of: Session): Promise<void> {
  showing.abort();
  const own = (showing = new AbortController());
  const [name = '', id = ''] = location.hash.replace(/^#\//, '').split('/');
  const [all, one] = views[name] ?? views['endpoints']!;
  for (const link of nav.querySelectorAll('a')) link.toggleAttribute('aria-current', link.hash === `#/${name}`);
  main.setAttribute('aria-busy', 'true');
  try {
    const shown = await (id === '' ? all : one)({ api: createApi(of, own.signal), id, go: (hash) => { location.hash = hash; }, again: () => { if (!own.signal.aborted) void show(of); } });
    if (!own.signal.aborted) main.replaceChildren(shown);
  } catch (error) {
    if (own.signal.aborted) return;
    if (error instanceof Refused && error.status === 401) return over('Your link has run out. Ask for a new one.');
    main.replaceChildren(h('p', { class: 'wrong', role: 'alert' }, wordsOf(error)), button('Try again', () => show(of)));
  } finally {
    if (!own.signal.aborted) main.removeAttribute('aria-busy');
  }
}

/** The key counts no longer, also where somebody copied it. */
async function leave(): Promise<void> {
  if (session !== undefined) await createApi(session, new AbortController().signal).send('POST', '/auth/logout').catch(() => undefined); // it may have run out before
  over('You are signed out.');
}

function over(why: string): void {
  forgetSession();
  session = undefined;
  showing.abort();
  nav.replaceChildren();
  bar.replaceChildren();
  main.removeAttribute('aria-busy');
  main.replaceChildren(h('h1', {}, 'Webhooks'), h('p', {}, why));
}

addEventListener('hashchange', open);
open();
