import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { portal } from './portal.ts';

let server: FastifyInstance;
beforeEach(async () => {
  server = Fastify();
  await server.register(portal({ frames: ['https://app.example.com'] }));
});
afterEach(() => server.close());

const paths = [['/portal', 'text/html; charset=utf-8'], ['/portal/page.js', 'text/javascript; charset=utf-8'], ['/portal/page.css', 'text/css; charset=utf-8']] as const;

describe.each(paths)('%s', (path, type) => {
  test('is served, and not again to who has it', async () => {
    const first = await server.inject({ url: path });
    expect([first.statusCode, first.headers['content-type'], first.headers['cache-control']]).toEqual([200, type, 'no-cache']);
    expect(first.body.length).toBeGreaterThan(100);
    const second = await server.inject({ url: path, headers: { 'if-none-match': String(first.headers.etag) } });
    expect([second.statusCode, second.body]).toEqual([304, '']);
  });

  test('allows nothing from elsewhere, and frames on named pages only', async () => {
    const policy = String((await server.inject({ url: path })).headers['content-security-policy']);
    expect(policy).toContain(`default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'`);
    expect(policy).toContain(`frame-ancestors 'self' https://app.example.com`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});

test('the page asks for its own files only, from where a proxy puts it', async () => {
  const { body } = await server.inject({ url: '/portal' });
  expect([...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at)).toEqual(['data:,', 'portal/page.css', 'portal/page.js']);
});

test('what strangers sent never becomes markup or code', async () => {
  const { body } = await server.inject({ url: '/portal/page.js' });
  expect(body).toContain('createElement');
  expect(body).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
});
