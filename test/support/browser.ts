import { execFile } from 'node:child_process';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { source as axeSource, type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';
import { ServerProcess } from './server-process.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { clientOf, type Client } from './test-server.js';

export type { Page } from 'playwright-core';

const CREATE_KEY = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const found = findChromium();
if (!found && process.env.CI) {
  throw new Error('No Chromium: CI must run the console in one. Install Chromium or Chrome, or set CHROMIUM_PATH.');
}

/** A suite that needs a browser; skipped if there is none. */
export const describeInBrowser = found ? describe : describe.skip;

/** The pages of the current test; open pages would follow what the next tests change. */
const opened: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((context) => context.close()));
});

/** How a page is opened; by default signed in as the demo workspace's admin. */
export interface PageOptions {
  /** The credential of the tab; null for none. */
  key?: string | null;
  theme?: 'light' | 'dark';
  /** The browser's language. */
  language?: string;
  width?: number;
  height?: number;
  /** Errors that the page may report, such as a request that must be rejected. */
  mayReport?: RegExp;
}

/** The built product with its own database and the demo workspace, and a browser: one of each per test file. */
export class ConsoleInBrowser {
  /** Errors reported by pages, and requests to other hosts: `close` fails if there are any. */
  readonly faults: string[] = [];

  private constructor(
    readonly server: ServerProcess,
    readonly database: TestDatabase,
    readonly url: string,
    private readonly folder: string,
    private readonly browser: Browser,
  ) {}

  /** Starts both. `environment` is the server's; `at` is the address at a proxy. */
  static async start(
    environment: Record<string, string> = {},
    at?: (url: string) => Promise<string>,
  ): Promise<ConsoleInBrowser> {
    const [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'crm-console-'))]);
    await chmod(folder, 0o755);
    const server = ServerProcess.start({
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      SWEEP_SECONDS: '1',
      ...environment,
    });
    const [url, browser] = await Promise.all([server.ready(), launch()]);
    return new ConsoleInBrowser(server, database, (await at?.(url)) ?? url, folder, browser);
  }

  /** A client with the demo workspace's admin key. */
  get api(): Client {
    return clientOf(this.server.url(), 'demo', this.server.demoKey());
  }

  /** Sends a document as admin and resolves with the data; fails on any error. */
  readonly send = async <Data>(document: string, variables?: object): Promise<Data> => {
    const { data, errors } = await this.api.raw<Data>(document, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };

  /** A new key of the demo workspace, or of that of another admin. */
  async keyFor(
    role: 'VIEWER' | 'EDITOR' | 'ADMIN',
    admin = this.server.demoKey(),
  ): Promise<{ id: string; key: string }> {
    type Created = { createApiKey: { secret: string; apiKey: { id: string } } };
    const client = clientOf(this.server.url(), '', admin);
    const { data } = await client.raw<Created>(CREATE_KEY, { input: { name: role, role } });
    const { secret, apiKey } = data.createApiKey;
    return { id: apiKey.id, key: secret };
  }

  /** Creates an empty workspace, as an operator does; resolves with an admin key. */
  async emptyWorkspace(): Promise<string> {
    const env = { PATH: process.env.PATH, DATABASE_URL: this.database.url, DATA_DIR: this.folder };
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'create', 'Empty'], { env });
    return /^key +(\S+)$/m.exec(stdout)![1]!;
  }

  /** Opens an address of the console in a new browser profile. */
  async page(path = '/', options: PageOptions = {}): Promise<Page> {
    const {
      key = this.server.demoKey(),
      theme = 'light',
      language = 'en',
      width = 1280,
      height = 800,
      mayReport,
    } = options;
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: language,
      reducedMotion: 'reduce',
    });
    opened.push(context);
    if (key) await context.addInitScript({ content: signInOnce(key) });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    this.watch(page, mayReport);
    await page.goto(`${this.url}${path}`);
    return page;
  }

  /** Stops both, and fails if a page reported an error or called another host. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.kill();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
    if (this.faults.length > 0)
      throw new Error(`The pages reported errors or called other hosts:\n${this.faults.join('\n')}`);
  }

  private watch(page: Page, mayReport?: RegExp): void {
    const { host } = new URL(this.url);
    const fault = (words: string) =>
      mayReport?.test(words) || this.faults.push(`${page.url()}: ${words.slice(0, 300)}`);
    const heed = (url: string) => !/^(data|blob):/.test(url) && new URL(url).host !== host && fault(`asked ${url}`);
    page.on('pageerror', (error) => fault(String(error)));
    page.on('console', (message) => message.type() === 'error' && fault(`${message.text()} ${message.location().url}`));
    page.on('request', (request) => heed(request.url()));
    page.on('websocket', (socket) => heed(socket.url()));
  }
}

/** Fails with every violation that axe finds, in the light and the dark theme, which differ only in colours. */
export async function expectAccessible(page: Page): Promise<void> {
  const violations: string[] = [];
  await page.evaluate(axeSource);
  for (const [colorScheme, options] of [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const results = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
    for (const { id, help, nodes } of results.violations) {
      violations.push(
        `${page.url()}, ${colorScheme}: ${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
    }
  }
  expect(violations).toEqual([]);
}

/** Fails if horizontal scrolling is needed at one of these widths. */
export async function expectFits(page: Page, widths = [360, 1280, 2560]): Promise<void> {
  const size = page.viewportSize()!;
  const tooWide: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: size.height });
    const whole = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (whole > width) tooWide.push(`${page.url()} is ${whole} wide at ${width}`);
  }
  await page.setViewportSize(size);
  expect(tooWide).toEqual([]);
}

function launch(): Promise<Browser> {
  const { executablePath, env } = found!;
  // Root cannot use Chromium's sandbox; the shown pages are our own.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

/** Runs in the page: the first page of a tab is signed in; after signing out it stays signed out. */
const signInOnce = (key: string) => `
  if (!sessionStorage.getItem('test.signedIn')) {
    sessionStorage.setItem('test.signedIn', 'yes');
    sessionStorage.setItem('crm.credential', ${JSON.stringify(key)});
  }`;
