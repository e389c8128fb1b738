/**
 * `npm run screens`: starts the product with an active demo workspace and saves screenshots in docs/screens.
 * With a folder as argument it saves every screen there, in both themes and three widths.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode, root } from './ensure.mjs';

requireNode();
await ensureInstalled('test');
await ensureBuilt();
const { startProductInBrowser } = await import('../test/support/product-in-browser.mjs');
const { fillWorkspace, startOthers } = await import('../test/support/lively-workspace.mjs');

const STATES = ['thanked', 'failed', 'running', 'queued', 'sleeping', 'cancelled'];
const wanted = process.argv[2];
const folder = wanted ? resolve(wanted) : join(root, 'docs', 'screens');
mkdirSync(folder, { recursive: true });
const others = await startOthers();
const product = await startProductInBrowser({ SWEEP_SECONDS: '1', ...others.environment });
try {
  const ids = await fillWorkspace({ send: product.send, url: product.url, others: others.url });
  for (const picture of wanted ? everything(ids) : shown(ids)) await photograph(product, picture);
} finally {
  await product.close();
  await others.close();
}

/** The screenshots of docs/screens. */
function shown(ids) {
  return [
    { name: 'now', path: '/' },
    { name: 'board', path: '/board', prepare: moveAnOrder },
    { name: 'board-dark', path: '/board', theme: 'dark' },
    { name: 'automations', path: '/automations' },
    { name: 'automation', path: `/automations/${ids.automation}` },
    { name: 'execution', path: `/executions/${ids.failed}` },
    { name: 'execution-dark', path: `/executions/${ids.thanked}`, theme: 'dark' },
    { name: 'event', path: `/events/${ids.event}` },
    { name: 'contact', path: `/contacts/${ids.contact}` },
    { name: 'now-360', path: '/', width: 360 },
    { name: 'order-360', path: `/orders/${ids.order}`, width: 360 },
  ];
}

/** Every screen in every theme and width. */
function everything(ids) {
  const looks = [360, 1280, 2560].flatMap((width) => ['light', 'dark'].map((theme) => ({ width, theme })));
  const screens = {
    'sign-in': '/',
    now: '/',
    automations: '/automations',
    automation: `/automations/${ids.automation}`,
    'automation-edited': `/automations/${ids.edited}`,
    executions: '/executions',
    ...Object.fromEntries(STATES.map((state) => [`execution-${state}`, `/executions/${ids[state]}`])),
    events: '/events',
    event: `/events/${ids.event}`,
    contacts: '/contacts',
    contact: `/contacts/${ids.contact}`,
    tasks: '/tasks?show=all',
    import: '/import/contacts',
    board: '/board',
    order: `/orders/${ids.order}`,
    failures: '/failures',
    search: '/search?text=an',
    settings: '/settings',
    fields: '/settings/fields',
    tags: '/settings/tags',
    workspace: '/settings/workspace',
    whatsapp: '/settings/whatsapp',
    keys: '/settings/keys',
    webhook: '/settings/webhook',
    audit: '/settings/audit',
    missing: '/no-such-page',
  };
  return Object.entries(screens).map(([name, path]) => ({ name, path, looks, signedIn: name !== 'sign-in' }));
}

/** One screenshot, or one for each look. */
async function photograph({ browser, url, key }, { name, path, width, theme, looks, signedIn = true, prepare }) {
  const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce' });
  const signIn = `sessionStorage.setItem('crm.credential', ${JSON.stringify(key)})`;
  if (signedIn) await context.addInitScript({ content: signIn });
  const page = await context.newPage();
  await look(page, { width, theme });
  await page.goto(`${url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await prepare?.(page);
  const take = (as, fullPage) => page.screenshot({ path: join(folder, `${as}.png`), fullPage });
  if (!looks) await take(name, false);
  for (const each of looks ?? []) {
    await look(page, each);
    await take(`${name}-${each.width}-${each.theme}`, true);
  }
  await context.close();
}

async function look(page, { width = 1280, theme = 'light' }) {
  await page.setViewportSize({ width, height: width < 640 ? 720 : 800 });
  await page.emulateMedia({ colorScheme: theme });
}

/** The results of a move are shown above the columns. */
async function moveAnOrder(page) {
  await page.getByRole('button', { name: 'Move Office subscription' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Won' }).click();
  await page.getByRole('region', { name: 'What the last moves started' }).getByText('Failed').waitFor();
}
