import { ConsoleInBrowser, describeInBrowser, expectAccessible, expectFits, type Page } from '../support/browser.js';
import { fillWorkspace, startOthers, type LivelyIds } from '../support/lively-workspace.mjs';
import { fillWithMarkup, type MarkupIds } from '../support/markup-workspace.js';

/** Buttons that a viewer may use: they change only what is shown. */
const HARMLESS =
  /^(Copy|Copied|Open|Show less|Show all \d+ lines|Load more|Older messages|Clear the filters|Skip to content|Close|Try again|Keyboard shortcuts|Sign out)$/;
/** Some buttons that only an admin sees, so that the comparison means something. */
const CHANGES = [
  'Off',
  'Publish',
  'Restore as draft',
  'Retry',
  'Cancel',
  'Edit',
  'New contact',
  'New order',
  'Move',
  'New task',
  'New field',
  'New tag',
  'Merge',
  'Start an automation',
  'New key',
  'Make a new secret',
];

/** Every screen, with content. */
const screensOf = (ids: LivelyIds): string[] => [
  '/',
  '/automations',
  `/automations/${ids.automation}`,
  `/automations/${ids.edited}`,
  '/executions',
  ...[ids.thanked, ids.failed, ids.sleeping].map((id) => `/executions/${id}`),
  '/events',
  `/events/${ids.event}`,
  '/contacts',
  '/import/contacts',
  `/contacts/${ids.contact}`,
  '/tasks',
  '/board',
  `/orders/${ids.order}`,
  '/failures',
  '/search?text=an',
  '/settings',
  '/settings/fields',
  '/settings/tags',
  '/settings/workspace',
  '/settings/whatsapp',
  '/settings/keys',
  '/settings/webhook',
  '/settings/audit',
  '/no-such-page',
];

describeInBrowser('every screen', () => {
  let web: ConsoleInBrowser;
  let others: Awaited<ReturnType<typeof startOthers>>;
  let ids: LivelyIds;
  beforeAll(async () => {
    others = await startOthers();
    web = await ConsoleInBrowser.start(others.environment);
    ids = await fillWorkspace({ send: web.send, url: web.url, others: others.url });
  }, 270_000);
  afterAll(async () => {
    await others.close();
    await web.close();
  });

  const show = async (page: Page, path: string) => {
    await page.goto(`${web.url}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('Loading…').first().waitFor({ state: 'detached' });
  };
  const activeElement = (page: Page, what = 'textContent') => page.evaluate<string>(`document.activeElement.${what}`);

  it('is accessible in both themes and fits every width', async () => {
    const page = await web.page('/');
    for (const path of screensOf(ids)) {
      await show(page, path);
      await expectAccessible(page);
      await expectFits(page);
    }
  }, 720_000);

  it('offers a viewer no action that they may not use', async () => {
    const { key } = await web.keyFor('VIEWER');
    const [viewer, admin] = await Promise.all([web.page('/', { key }), web.page('/')]);
    const buttonsOf = async (page: Page, path: string) => {
      await show(page, path);
      const names = await page
        .getByRole('main')
        .getByRole('button')
        .evaluateAll((all) => all.map((each) => each.textContent ?? ''));
      return names.map((name) => name.trim());
    };
    const [forViewer, forAdmin]: string[][] = [[], []];
    for (const path of screensOf(ids)) {
      const [shown, shownToAdmin] = await Promise.all([buttonsOf(viewer, path), buttonsOf(admin, path)]);
      forViewer!.push(...shown.filter((name) => !HARMLESS.test(name)).map((name) => `${path}: ${name}`));
      forAdmin!.push(...shownToAdmin);
    }
    expect(forViewer).toEqual([]);
    expect(CHANGES.filter((name) => !forAdmin!.some((each) => each.startsWith(name)))).toEqual([]);
  }, 360_000);

  it('makes every control reachable by keyboard', async () => {
    const page = await web.page('/');
    for (const path of [
      '/',
      '/automations',
      `/automations/${ids.automation}`,
      `/executions/${ids.failed}`,
      `/events/${ids.event}`,
      `/contacts/${ids.contact}`,
      '/board',
      '/failures',
      '/tasks',
      '/settings/fields',
      '/settings/keys',
    ]) {
      await show(page, path);
      expect(await unreached(page)).toEqual([]);
    }
  }, 360_000);

  it('can be used by keyboard alone: skip link, navigation, rows', async () => {
    const page = await web.page('/automations');
    await page.getByRole('table', { name: 'Automations' }).waitFor();
    await page.getByRole('link', { name: 'CRM automations' }).press('Shift+Tab');
    expect(await activeElement(page)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await activeElement(page, 'tagName')).toBe('MAIN');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await activeElement(page);
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowDown');
    expect(await activeElement(page)).toBe(second);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: second }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Failures' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Failures' }).waitFor();
  });

  it.each([
    ['/board', 'Move Filter papers', 'Move Filter papers to'],
    ['/board', 'New order', 'New order'],
    ['/board', 'Edit pipeline', 'Edit pipeline'],
    ['/settings/tags', 'Delete Lead', 'Delete Lead?'],
    ['/automations', 'Delete: Welcome a new contact', 'Delete “Welcome a new contact”?'],
    ['/settings/keys', 'New key', 'New key'],
  ])('on %s keeps the focus in the dialog of “%s” until Escape, and then restores it', async (path, button, title) => {
    const page = await web.page(path);
    await page.getByRole('button', { name: button, exact: true }).press('Enter');
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab');
      // Between the dialog's last and first control come the browser's own, where the page has no focus.
      expect(
        await page.evaluate('document.activeElement === document.body || !!document.activeElement.closest("dialog")'),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.textContent')).toBe(button);
  });

  describe('with markup in every string', () => {
    let markup: MarkupIds;
    beforeAll(async () => {
      markup = await fillWithMarkup({ send: web.send, url: web.url, others: others.url });
    }, 90_000);

    it('shows it as text and runs none of it', async () => {
      const page = await web.page('/');
      await page.addInitScript({ content: WATCH });
      for (const [path, shown] of markup.screens) {
        await show(page, path);
        await page.evaluate('document.querySelectorAll("details").forEach((each) => (each.open = true))');
        const text = await page.evaluate<string>('document.body.innerText');
        expect({ path, isShown: text.includes(shown) }).toEqual({ path, isShown: true });
        expect(await page.evaluate('({ ran: window.wasRun, refused: window.refused })')).toEqual({
          ran: undefined,
          refused: [],
        });
        expect(await page.locator('img[src="x"], main script, a[href^="javascript:" i]').count()).toBe(0);
      }
    }, 360_000);

    it('shows it as text in dialogs and toasts too', async () => {
      const page = await web.page('/board');
      await page.getByRole('button', { name: `Move ${markup.order}` }).click();
      const dialog = page.getByRole('dialog', { name: `Move ${markup.order} to` });
      await dialog.getByRole('button', { name: 'Negotiation' }).click();
      await page.getByText(`${markup.order} is at Negotiation now`).waitFor();
      await show(page, '/automations');
      await page.getByRole('button', { name: `Delete: ${markup.automation}` }).click();
      await page.getByRole('dialog', { name: `Delete “${markup.automation}”?` }).waitFor();
      await show(page, '/settings/keys');
      await page.getByRole('button', { name: `Revoke ${markup.key}` }).click();
      await page
        .getByRole('dialog', { name: `Revoke the key ${markup.key}?` })
        .getByRole('button', { name: 'Revoke' })
        .click();
      await page.getByText(`Key ${markup.key} revoked`).waitFor();
      expect(await page.evaluate('window.wasRun')).toBeUndefined();
    });
  });
});

/** Collects everything that the page's Content-Security-Policy blocks. */
const WATCH = `
  window.refused = [];
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => window.refused.push(violatedDirective + ' ' + blockedURI));
`;

/** The controls that do not get the focus while Tab is pressed through the whole page. */
async function unreached(page: Page): Promise<string[]> {
  const count = await page.evaluate<number>(`
    document.activeElement.blur();
    window.left = new Set([...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter((each) => !each.disabled && each.checkVisibility({ visibilityProperty: true })));
    document.addEventListener('focusin', ({ target }) => window.left.delete(target));
    window.left.size`);
  for (let press = 0; press < count + 20; press++) await page.keyboard.press('Tab');
  return page.evaluate('[...window.left].map((each) => each.outerHTML.slice(0, 120))');
}
