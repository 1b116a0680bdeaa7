/** One window, for one person: what can be seen in it, and what hands can do in it. Everything that waits says in the end what it looked for, and what was there instead. */
import { writeFile } from 'node:fs/promises';
import { controlsOf, isField, pick, type Wanted } from './controls.ts';
import { fill } from './fill.ts';
import { press, type Key } from './keys.ts';
import { aim, click } from './mouse.ts';
import { createPageLog, thrown, type Complaint } from './page-log.ts';
import { NotYet, patiently, type Patience } from './patience.ts';
import type { ProtocolEvent } from './protocol.ts';
import type { Send, Wire } from './wire.ts';

export interface Page extends AsyncDisposable {
  /** Everything that went wrong in it so far. */
  readonly complaints: readonly Complaint[];
  /** The addresses of all that it asked for so far, without those that hold their own data. */
  readonly requested: readonly string[];
  /** Goes there and waits until it has loaded. */
  go(url: string, patience?: Patience): Promise<void>;
  reload(patience?: Patience): Promise<void>;
  location(): Promise<string>;
  /** Waits until this can be read outside of fields; of a select, what is chosen. Runs of white space count as one space; a pattern sees lines. */
  see(text: string | RegExp, patience?: Patience): Promise<void>;
  gone(text: string | RegExp, patience?: Patience): Promise<void>;
  /** Clicks the only control of that accessible name, as soon as it is there, enabled and in front. A field has to be asked for with its role. */
  click(wanted: Wanted, patience?: Patience): Promise<void>;
  /** Types into the only field of that accessible name, in place of what it had. A select takes what a choice says; a date is YYYY-MM-DD. */
  fill(wanted: Wanted, value: string, patience?: Patience): Promise<void>;
  press(key: Key): Promise<void>;
  /** The value of an expression, as JSON has it. Waits for promises. */
  evaluate(expression: string): Promise<unknown>;
  /** Controls that a screen reader could not name, as HTML. */
  unnamed(): Promise<readonly string[]>;
  /** A picture of what is in view, as PNG. */
  screenshot(file: string): Promise<void>;
  size(width: number, height: number): Promise<void>;
  /** As somebody who has asked for dark colours. */
  dark(on: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Of a select that is closed, the browser would count every choice as text. */
const VISIBLE = `(() => {
  if (document.readyState === 'loading') return null;
  let text = document.body?.innerText ?? '';
  let at = 0;
  for (const select of document.querySelectorAll('select:not([multiple])')) {
    const choices = select.innerText;
    const start = select.size > 1 || choices === '' || !select.checkVisibility() ? -1 : text.indexOf(choices, at);
    if (start < 0) continue;
    const chosen = select.selectedOptions[0]?.label ?? '';
    text = text.slice(0, start) + chosen + text.slice(start + choices.length);
    at = start + chosen.length;
  }
  return text;
})()`;

export async function openPage(url: string, wire: Wire): Promise<Page> {
  const { browserContextId } = await wire.send('Target.createBrowserContext');
  const close = async (): Promise<void> => void await wire.send('Target.disposeBrowserContext', { browserContextId });
  try {
    const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true });
    const page = await createPage(sessionId, wire, close);
    await page.go(url);
    return page;
  } catch (error) {
    await close().catch(() => undefined); // the first error says more
    throw error;
  }
}

async function createPage(sessionId: string, wire: Wire, close: () => Promise<void>): Promise<Page> {
  const log = createPageLog();
  const send: Send = wire.session(sessionId, hear);
  for (const domain of ['Page', 'Runtime', 'Network', 'Log', 'DOM', 'Accessibility'] as const) await send(`${domain}.enable`);
  const { frame: main } = (await send('Page.getFrameTree')).frameTree;
  let loaded = main.loaderId; // the empty page that every window starts with
  await send('Page.setLifecycleEventsEnabled', { enabled: true });
  await send('Emulation.setFocusEmulationEnabled', { enabled: true }); // each page as if it were the one in front
  await size(1280, 800);
  await dark(false);

  function hear(event: ProtocolEvent): void {
    log.hear(event);
    if (event.method === 'Page.lifecycleEvent' && event.params.name === 'load' && event.params.frameId === main.id) loaded = event.params.loaderId;
    // A box would stop the page for ever. Only who leaves a page is told yes.
    if (event.method === 'Page.javascriptDialogOpening') send('Page.handleJavaScriptDialog', { accept: event.params.type === 'beforeunload' }).catch(() => undefined);
  }

  async function evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true, userGesture: true });
    if (exceptionDetails !== undefined) throw new Error(`the page throws: ${thrown(exceptionDetails)}`);
    return result.value;
  }

  async function visible(): Promise<string> {
    const text = await evaluate(VISIBLE);
    if (typeof text !== 'string') throw new NotYet('the page still loads');
    return text;
  }

  const location = async (): Promise<string> => String(await evaluate('location.href'));

  async function scene(): Promise<string> {
    const told = await Promise.all([location(), visible()]).then(([url, text]) => `At ${url} there is:\n${text.slice(0, 3000)}`, (error: unknown) => `The page cannot be read: ${String(error)}`);
    return log.complaints.length === 0 ? told : `${told}\nThe page complains:\n${log.complaints.slice(-10).map(({ kind, text }) => `${kind}: ${text.slice(0, 500)}`).join('\n')}`;
  }

  /** Waits for the load that comes of this, if one comes. */
  async function loading(what: string, start: () => Promise<boolean>, patience?: Patience): Promise<void> {
    const before = loaded;
    if (await start()) await patiently(async () => { if (loaded === before) throw new NotYet(`${what} has not loaded`); }, scene, patience);
  }

  async function go(url: string, patience?: Patience): Promise<void> {
    await loading(url, async () => {
      const { loaderId, errorText } = await send('Page.navigate', { url });
      if (errorText !== undefined) throw new Error(`${url} cannot be opened: ${errorText}`);
      return loaderId !== undefined; // else it is another place on the same page
    }, patience);
  }

  function see(text: string | RegExp, patience?: Patience): Promise<void> {
    return patiently(async () => { if (!has(await visible(), text)) throw new NotYet(`${quoted(text)} is not to be seen`); }, scene, patience);
  }

  function gone(text: string | RegExp, patience?: Patience): Promise<void> {
    return patiently(async () => { if (has(await visible(), text)) throw new NotYet(`${quoted(text)} is not gone`); }, scene, patience);
  }

  async function unnamed(): Promise<readonly string[]> {
    const nameless = (await controlsOf(send)).filter(({ name, role }) => name === '' && role !== 'option'); // the empty choice of a list is one
    return Promise.all(nameless.map(async ({ node }) => (await send('DOM.getOuterHTML', { backendNodeId: node })).outerHTML.slice(0, 200)));
  }

  async function size(width: number, height: number): Promise<void> {
    await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  async function dark(on: boolean): Promise<void> {
    await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: on ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: 'reduce' }] });
  }

  return Object.freeze({
    complaints: log.complaints,
    requested: log.requested,
    go,
    reload: (patience?: Patience) => loading('the page', async () => { await send('Page.reload'); return true; }, patience),
    location,
    see,
    gone,
    async click(wanted: Wanted, patience?: Patience) {
      const point = await patiently(async () => aim(pick(await controlsOf(send), wanted, (control) => !isField(control)), send), scene, patience);
      await click(point, send);
    },
    fill: (wanted: Wanted, value: string, patience?: Patience) => patiently(async () => fill(pick(await controlsOf(send), wanted, isField), value, send), scene, patience),
    press: (key: Key) => press(key, send),
    evaluate,
    unnamed,
    async screenshot(file: string) {
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      await writeFile(file, data, 'base64');
    },
    size,
    dark,
    close,
    [Symbol.asyncDispose]: close,
  });
}

const has = (page: string, text: string | RegExp): boolean => typeof text === 'string' ? plain(page).includes(plain(text)) : page.search(text) >= 0;
const plain = (text: string): string => text.replace(/\s+/g, ' ');
const quoted = (text: string | RegExp): string => typeof text === 'string' ? `“${text}”` : String(text);
