import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Page } from './browser/page.ts';
import { findBrowser, startBrowser, type Browser } from './browser.ts';
import { startSink, type Sink } from './sink.ts';

const PAGE = `<!doctype html><html lang="en"><title>Orders</title>
<h1>Orders</h1>
<form onsubmit="said.textContent = 'saved ' + [...new FormData(this).values()].join(' '); return false">
  <label>Name <input name="name" value="old"></label>
  <label>Number <input name="number" type="number"></label>
  <label>Day <input name="day" type="date"></label>
  <label>State <select name="state"><option value=""></option><option value="o">Open</option><option value="d">Done</option></select></label>
  <label><input name="agree" type="checkbox"> I agree</label>
  <button>Save</button>
</form>
<p id="said"></p>
<button disabled>Pay</button> <button>Remove</button> <button>Remove</button>
<div style="position: relative"><button>Behind</button><div id="cover" style="position: absolute; inset: 0"></div></div>
<details><summary>More</summary><p>What was folded</p></details>
<p style="display: none">What is hidden</p>
<div style="height: 3000px"></div>
<a href="/next">Next page</a>`;

const html = (body: string, headers: Record<string, string> = {}): { status: number; headers: Record<string, string>; body: string } => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body });

describe.runIf(findBrowser() !== undefined)('a browser', () => {
  let site: Sink;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => { browser = await startBrowser(); });
  afterAll(() => browser.stop());
  beforeEach(async () => {
    site = await startSink();
    site.usually(({ path }) => path === '/next' ? html('<p>The next page') : html(PAGE));
    page = await browser.open(site.url);
  });
  afterEach(async () => {
    await page.close();
    await site.stop();
  });

  test('fills fields by their labels and clicks by name, as a person would', async () => {
    await page.fill({ name: 'Name' }, 'Ada');
    await page.fill({ name: 'Number' }, '12');
    await page.fill({ name: 'Day' }, '2026-02-28');
    await page.fill({ name: 'State' }, 'Done');
    await page.click({ name: 'I agree' });
    await page.click({ role: 'button', name: 'Save' });
    await page.see('saved Ada 12 2026-02-28 d on');
    expect(page.complaints).toEqual([]);
  });

  test('follows a link far below, loads again and tells where it is', async () => {
    await page.click({ role: 'link', name: /^next/i });
    await page.see('The next page');
    expect(await page.location()).toBe(`${site.url}/next`);
    await page.reload();
    await page.go(`${site.url}/other`);
    await page.go(`${site.url}/other#said`);
    await page.see('Orders');
    expect(page.requested.filter((url) => !url.endsWith('/favicon.ico'))).toEqual(['/', '/next', '/next', '/other'].map((path) => `${site.url}${path}`));
  });

  test('goes by keyboard from field to field, and sends the form', async () => {
    for (const key of ['Tab', 'Tab', 'Shift+Tab'] as const) await page.press(key);
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await page.press('Enter');
    await page.see(/^saved old/m);
  });

  test('sees what a person sees: nothing that is hidden or folded, and of a select what is chosen', async () => {
    for (const unseen of ['What is hidden', 'What was folded', 'Done']) await page.gone(unseen, { withinMs: 0 });
    await page.fill({ name: 'State' }, 'Done');
    await page.click({ role: 'summary', name: 'More' });
    for (const seen of ['State Done', 'What was folded']) await page.see(seen);
  });

  test('waits for what comes later', async () => {
    await page.evaluate(`void setTimeout(() => { document.querySelector('button[disabled]').disabled = false; cover.remove(); }, 200)`);
    await page.click({ name: 'Pay' });
    await page.click({ name: 'Behind' });
  });

  test.each([
    ['is not there', { name: 'Send' }, 'there is no control named “Send” (there are: checkbox “I agree”, button “Save”, '],
    ['has another role', { role: 'link', name: 'Save' }, 'there is no link named “Save” (there are: link “Next page”)'],
    ['is there twice', { name: 'Remove' }, 'more than one control named “Remove” is there'],
    ['is disabled', { name: 'Pay' }, 'button “Pay” is disabled'],
    ['is covered', { name: 'Behind' }, 'button “Behind” lies behind <div id="cover"'],
  ] as const)('refuses to click what %s, and says so', async (_, wanted, why) => {
    await expect(page.click(wanted, { withinMs: 100 })).rejects.toThrow(why);
  });

  test.each([
    ['State', 'Lost', 'combobox “State” has no choice “Lost” (it has: , Open, Done)'],
    ['Number', 'many', 'spinbutton “Number” does not take “many”'],
    ['Day', '2026-02-30', 'date “Day” does not take “2026-02-30” as a date'],
  ])('refuses to fill %s with %s', async (name, value, why) => {
    await expect(page.fill({ name }, value, { withinMs: 100 })).rejects.toThrow(why);
  });

  test('what is never seen fails with what was looked for, what is there and what the page complained of', async () => {
    await page.evaluate(`console.error('no orders')`);
    await expect(page.see('Invoices', { withinMs: 100 })).rejects.toThrow(/^“Invoices” is not to be seen, not within 100 ms\. At http:[^ ]+ there is:\nOrders\n[^]*The page complains:\nconsole: no orders$/);
  });

  test('controls without a name are told of', async () => {
    expect(await page.unnamed()).toEqual([]);
    site.usually(html('<button><svg></svg></button><input id="q"><label>Name <input></label><button aria-label="Close">×</button>'));
    await page.reload();
    expect(await page.unnamed()).toEqual(['<button><svg></svg></button>', '<input id="q">']);
  });

  test('exceptions, errors, broken rules of content, failed requests and 5xx are complaints', async () => {
    site.usually(({ path }) => path === '/cut' ? 'cut' : path === '/busy' ? { status: 503 } : path === '/who' ? { status: 401 } : html(`<script nonce="n">
      console.error('first', 2);
      setTimeout(() => { throw new Error('boom'); });
      for (const path of ['cut', 'busy', 'who']) fetch(path).catch(() => 0).then(() => { document.body.append(path); });
    </script><img src="http://localhost/x.png">`, { 'content-security-policy': `script-src 'nonce-n'; img-src 'self'; connect-src 'self'` }));
    await page.go(site.url);
    for (const path of ['cut', 'busy', 'who']) await page.see(path);
    await vi.waitFor(() => expect(page.complaints.map(({ kind }) => kind).sort()).toEqual(['answer', 'console', 'exception', 'policy', 'request']));
    expect(page.complaints.map(({ text }) => text.split('\n')[0])).toEqual(expect.arrayContaining([
      'first 2', 'Error: boom', `503 to GET ${site.url}/busy`, `net::ERR_EMPTY_RESPONSE at GET ${site.url}/cut`, expect.stringContaining(`http://localhost/x.png' violates the following Content Security Policy`),
    ]));
  });

  test('two pages share no storage', async () => {
    await page.evaluate(`localStorage.setItem('who', 'Ada'); document.cookie = 'who=Ada'`);
    await using other = await browser.open(site.url);
    expect(await other.evaluate(`[localStorage.getItem('who'), document.cookie]`)).toEqual([null, '']);
    expect(await page.evaluate(`[localStorage.getItem('who'), document.cookie]`)).toEqual(['Ada', 'who=Ada']);
  });

  test('reaches this machine and nothing else', async () => {
    expect(await page.evaluate(`Promise.all(['http://example.com', 'http://192.0.2.1', 'http://localhost:${new URL(site.url).port}'].map((url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'not')))`)).toEqual(['not', 'not', 'reached']);
  });

  test('a box that would stop the page is put away and told of', async () => {
    expect(await page.evaluate(`confirm('Really?')`)).toBe(false);
    expect(page.complaints).toEqual([{ kind: 'dialog', text: 'confirm: Really?' }]);
  });

  test('has the size and the colours that are asked for, and shows itself', async () => {
    await page.size(400, 700);
    await page.dark(true);
    expect(await page.evaluate(`[innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]`)).toEqual([400, 700, true]);
    const picture = join(browser.folder, 'page.png');
    await page.screenshot(picture);
    expect([...readFileSync(picture).subarray(1, 4), readFileSync(picture).readUInt32BE(16)]).toEqual([...Buffer.from('PNG'), 400]);
  });

  test('what cannot be opened says so', async () => {
    await expect(browser.open('http://127.0.0.1:9')).rejects.toThrow('http://127.0.0.1:9 cannot be opened: net::ERR_');
  });

  test('nothing is left of it when it is stopped, and who asks it then is told', async () => {
    const short = await startBrowser();
    const left = await short.open(site.url);
    expect(processesOf(short.folder)).not.toEqual([]);
    await short.stop();
    expect([existsSync(short.folder), processesOf(short.folder)]).toEqual([false, []]);
    await expect(left.location()).rejects.toThrow('the browser has ended');
  });

  test('nothing is left of it when the process that started it is killed', async () => {
    const program = `import { startBrowser } from ${JSON.stringify(join(import.meta.dirname, 'browser.ts'))}; console.log((await startBrowser()).folder);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout, 'data') as [Buffer];
    const folder = said.toString().trim();
    expect([existsSync(folder), processesOf(folder).length > 0]).toEqual([true, true]);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect([existsSync(folder), processesOf(folder)]).toEqual([false, []]), { timeout: 10_000 });
  });
});

/** Those that were started with it; what has ended has no arguments any more. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false; // it ended while we looked
    }
  });
}
