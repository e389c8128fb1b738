import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ GRAPHIQL: 'true' });
});

afterAll(() => server.close());

/** An answer, read to its end: an unread answer would keep its connection open. */
async function get(path: string) {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Every path below /graphiql/assets/ that occurs in a text. */
const assetsIn = (text: string) => [...new Set(text.match(/\/graphiql\/assets\/[\w.-]+/g) ?? [])];

it('serves its page at its usual address, with everything that the page loads', async () => {
  const { text: html, ...page } = await get('/graphiql');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);

  const assets = assetsIn(html);
  expect(assets.length).toBeGreaterThan(1);
  for (const asset of assets) {
    const { status, headers } = await get(asset);
    expect([asset, status, headers.get('content-type')]).toEqual([
      asset,
      200,
      expect.stringMatching(asset.endsWith('.css') ? /^text\/css/ : /javascript/),
    ]);
  }
});

it('names no other host, and may load nothing from another host', async () => {
  const { text: html } = await get('/graphiql');
  expect(html.match(/(?:src|href)="(?!\/"|\.\/graphiql\/|data:,)[^"]*"/g)).toBeNull();

  for (const at of ['/graphiql', ...assetsIn(html)]) {
    const policy = (await get(at)).headers.get('content-security-policy')!;
    const sources = policy.split(';').flatMap((directive) => directive.trim().split(/\s+/).slice(1));
    expect(new Set(sources)).toEqual(new Set(["'self'", "'unsafe-inline'", 'data:', "'none'"]));
    expect(policy).toMatch(/^default-src 'self'; style-src 'self' 'unsafe-inline';/);
    expect(policy).not.toMatch(/(script|worker|connect)-src/);
  }
});

it.each([
  '/graphiql/assets/',
  '/graphiql/assets/..%2findex.html',
  '/graphiql/assets/%2e%2e/%2e%2e/package.json',
  '/graphiql/main.js',
])('serves nothing at %s', async (path) => {
  expect((await get(path)).status).toBeGreaterThanOrEqual(400);
});
