import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { DemoWorkspace } from '../../src/automations/demo/demo-workspace.service.js';
import { Config } from '../../src/platform/config/config.js';
import { ServerProcess } from '../support/server-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const ASSETS = fileURLToPath(new URL('../../console/dist/assets', import.meta.url));

let database: TestDatabase;
let folder: string;
const started: TestServer[] = [];

beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'crm-console-'))]);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The product in this process, started like `main.ts`; resolves with its address and its output. */
async function start(environment: Record<string, string> = {}): Promise<{ url: string; printed: string }> {
  const server = await startTestServer({ DEMO: 'true', DATA_DIR: folder, ...environment }, { database });
  started.push(server);
  const print = jest.spyOn(console, 'log').mockReturnValue();
  await server.app.get(DemoWorkspace, { strict: false }).introduce(server.url);
  const printed = print.mock.calls.join('\n');
  print.mockRestore();
  return { url: server.url, printed };
}

const linkIn = (printed: string) => /^Console +(\S+)$/m.exec(printed)?.[1] ?? '';
const keyIn = (printed: string) => /^API key +(\S+)$/m.exec(printed)![1]!;

const asBrowser = (url: string) => fetch(url, { headers: { accept: 'text/html,application/xhtml+xml' } });

describe('the console', () => {
  let url: string;
  let built: ServerProcess;
  beforeAll(async () => {
    built = ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'trace' });
    url = await built.ready();
  });
  afterAll(() => built.kill());

  it('serves a page that loads nothing from other hosts and is revalidated each time', async () => {
    const page = await asBrowser(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|http|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).not.toMatch(/https?:|<script>|<style|style=|onload=/);
  });

  it('serves files with hashed names, cached forever and compressed', async () => {
    const name = (await readdir(ASSETS)).find((each) => each.endsWith('.js'))!;
    for (const encoding of ['br', 'gzip']) {
      const file = await fetch(`${url}/assets/${name}`, { headers: { 'accept-encoding': encoding } });
      expect(file.headers.get('content-encoding')).toBe(encoding);
      expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(file.headers.get('content-type')).toMatch(/javascript/);
    }
  });

  it('serves the page for the address of a screen, and for no other', async () => {
    for (const path of [
      '/executions',
      '/executions/01900000-0000-7000-8000-000000000001?tab=steps',
      '/settings/keys',
      '/executions/a.b',
      '/board/v1.2/..x?search=1.5',
    ]) {
      const screen = await asBrowser(`${url}${path}`);
      expect([path, screen.status, screen.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
    }
    const others = [
      '/assets/gone.js',
      '/graphql/x',
      '/health/x',
      '/metrics/x',
      '/webhooks/x',
      '/favicon.ico',
      '/.env',
      '/.well-known/security.txt',
      '/executions.js',
      '/console/x',
      '/assets/..%2f..%2fmain.js',
    ];
    for (const path of others) expect([path, (await asBrowser(`${url}${path}`)).status]).toEqual([path, 404]);
    for (const [path, accept] of [
      ['/executions', 'application/json'],
      ['/executions/gone.png', 'image/avif,image/webp,*/*;q=0.8'],
    ])
      expect((await fetch(`${url}${path}`, { headers: { accept: accept! } })).status).toBe(404);
    expect((await fetch(`${url}/health/live`)).headers.get('content-type')).toMatch(/json/);
  });

  it('serves nothing with CONSOLE=false, and prints no link', async () => {
    const { url, printed } = await start({ CONSOLE: 'false' });
    expect((await asBrowser(url)).status).toBe(404);
    expect(printed).toContain('API key');
    expect(linkIn(printed)).toBe('');
  });

  it('works below PUBLIC_PATH, whether a proxy keeps that path or strips it', async () => {
    const { url, printed } = await start({ PUBLIC_PATH: '/crm' });
    for (const path of ['/', '/crm', '/crm/', '/crm/executions'])
      expect(await (await asBrowser(`${url}${path}`)).text()).toContain('<base href="/crm/"');
    const query = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keyIn(printed)}` },
      body: '{"query":"{ me { role } }"}',
    };
    for (const path of ['/graphql', '/crm/graphql'])
      expect(await (await fetch(`${url}${path}`, query)).json()).toEqual({ data: { me: { role: 'ADMIN' } } });
    expect(linkIn(printed)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/crm\/#code=/);
  });

  it('refuses an invalid PUBLIC_PATH', () => {
    const environment = { DATABASE_URL: database.url, PUBLIC_PATH: '/crm"><script>' };
    expect(() => Config.from(environment)).toThrow(/^ +PUBLIC_PATH: Expected a path such as \/crm$/m);
  });

  it('signs in by the printed link, and logs its code nowhere', async () => {
    const code = codeIn(built.signInLink());
    expect((await exchange(url, code)).status).toBe(200);
    expect((await exchange(url, code)).status).toBe(403);
    await built.end();
    expect(built.output.split(code)).toHaveLength(2);
    expect(built.errors).not.toContain(code);
  });
});

const exchange = (url: string, code: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/console/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ code }),
  });
const codeIn = (link: string) => new URL(link).hash.slice('#code='.length);

describe('the sign-in link', () => {
  it('returns the credential once, for a code that cannot be guessed', async () => {
    const { url, printed } = await start();
    const code = codeIn(linkIn(printed));
    expect(Buffer.from(code, 'base64url')).toHaveLength(32);
    const first = await exchange(url, code);
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await first.json()).toEqual({ credential: keyIn(printed) });
    const second = await exchange(url, code);
    expect(second.status).toBe(403);
    expect(await second.text()).not.toContain(keyIn(printed));
  });

  it('remains valid after wrong codes, and becomes invalid after a restart', async () => {
    const { url, printed } = await start();
    for (const wrong of ['', 'x', 'x'.repeat(10_000), codeIn(linkIn(printed)).slice(1)])
      expect((await exchange(url, wrong)).status).toBe(403);
    const next = await start();
    expect((await exchange(next.url, codeIn(linkIn(printed)))).status).toBe(403);
    expect((await exchange(url, codeIn(linkIn(printed)))).status).toBe(200);
  });

  it('signs in nobody from another machine, through a proxy or directly', async () => {
    const { url, printed } = await start({ HOST: '0.0.0.0', TRUST_PROXY: '127.0.0.1' });
    const code = codeIn(linkIn(printed));
    expect((await exchange(url, code, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((each) => each!.family === 'IPv4' && !each!.internal);
    if (outer) expect((await exchange(`http://${outer.address}:${new URL(url).port}`, code)).status).toBe(403);
    expect((await exchange(url, code)).status).toBe(200);
  });

  it('accepts no form from another site, only JSON', async () => {
    const { url, printed } = await start();
    const form = {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ code: codeIn(linkIn(printed)) }),
    };
    expect((await fetch(`${url}/console/sign-in`, form)).status).toBeGreaterThanOrEqual(400);
    expect((await exchange(url, codeIn(linkIn(printed)))).status).toBe(200);
  });

  it('does not exist in production', async () => {
    const keys = { KEY_PEPPER: 'a pepper for this test', ENCRYPTION_KEYS: `a:${Buffer.alloc(32).toString('base64')}` };
    const { url, printed } = await start({ NODE_ENV: 'production', DEMO: 'false', ...keys });
    expect(linkIn(printed)).toBe('');
    expect((await exchange(url, 'x')).status).toBe(404);
  });
});

it('serves no console from a worker', async () => {
  if (!process.env.TEST_REDIS_URL) return;
  const { url } = await start({
    ROLE: 'worker',
    REDIS_URL: process.env.TEST_REDIS_URL,
    REDIS_PREFIX: `console-${process.pid}`,
  });
  expect((await asBrowser(url)).status).toBe(404);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});
