import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConsoleInBrowser, describeInBrowser, expectAccessible, expectFits, type Page } from '../support/browser.js';

const BUILT = fileURLToPath(new URL('../../console/dist', import.meta.url));
const FIRST_LOAD_BYTES = 130 * 1024;

/** The size as it is sent: compressed by gzip, except files too small to gain by it. */
const sizeOf = (path: string) =>
  statSync(existsSync(`${BUILT}${path}.gz`) ? `${BUILT}${path}.gz` : `${BUILT}${path}`).size;

describeInBrowser('the console', () => {
  let web: ConsoleInBrowser;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start();
  });
  afterAll(() => web.close());

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const signOut = async (page: Page) => {
    await page.getByText('Demo', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
  };

  describe('signing in', () => {
    it('works once by the printed link, and removes its code from the address immediately', async () => {
      const link = web.server.signInLink();
      const page = await web.page(link.slice(web.url.length), { key: null, mayReport: /403/ });
      await heading(page, 'Now');
      expect(page.url()).toBe(`${web.url}/`);
      const again = await web.page(link.slice(web.url.length), { key: null, mayReport: /403/ });
      await again.getByRole('alert').getByText('used already').waitFor();
    });

    it('refuses an invalid key, and says so', async () => {
      const page = await web.page('/', { key: null, mayReport: /401/ });
      await page.getByLabel('API key or token').fill('crm_wrong');
      await page.keyboard.press('Enter');
      await page.getByText('This key or token is not valid').waitFor();
      await page.getByLabel('API key or token').fill(web.server.demoKey());
      await page.keyboard.press('Enter');
      await heading(page, 'Now');
    });

    it('leads to the requested screen, and lasts as long as the tab', async () => {
      const page = await web.page('/executions?status=FAILED');
      await heading(page, 'Executions');
      await page.reload();
      await heading(page, 'Executions');
      await signOut(page);
      await heading(page, 'Sign in');
      await page.reload();
      await heading(page, 'Sign in');
      expect(await page.evaluate('sessionStorage.getItem("crm.credential")')).toBeNull();
    });

    it('ends immediately when the key is revoked', async () => {
      const { id, key } = await web.keyFor('VIEWER');
      const page = await web.page('/', { key, mayReport: /401/ });
      await heading(page, 'Now');
      await page.getByText('Demo', { exact: true }).waitFor();
      await web.api.raw('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id });
      await page.getByRole('alert').getByText('no longer valid').waitFor();
      await heading(page, 'Sign in');
    });

    it('starts over with another credential, without reporting a lost connection', async () => {
      const page = await web.page('/executions');
      await heading(page, 'Executions');
      await signOut(page);
      await page.getByLabel('API key or token').fill(web.server.demoKey());
      await page.getByRole('button', { name: 'Sign in' }).click();
      await heading(page, 'Executions');
      expect(await page.getByText('connection was lost').count()).toBe(0);
    });
  });

  describe('the shell', () => {
    it('can be used by keyboard alone', async () => {
      const page = await web.page('/executions');
      await heading(page, 'Executions');
      await page.keyboard.press('/');
      await page.keyboard.type('Ana');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/search?text=Ana');
      await heading(page, 'Search');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Skip to content' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
      expect(page.url()).toBe(`${web.url}/search?text=Ana`);
    });

    it('returns the focus to the control that opened a dialog', async () => {
      const page = await web.page('/');
      await page.getByText('Demo', { exact: true }).click();
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Keyboard shortcuts');
    });

    it('shows messages above an open dialog, and keeps them when it closes', async () => {
      const { id } = await web.keyFor('VIEWER');
      const page = await web.page('/settings/keys', { mayReport: /WebSocket|ERR_INTERNET_DISCONNECTED/ });
      await page.getByRole('button', { name: 'Revoke VIEWER' }).last().click();
      const dialog = page.getByRole('dialog', { name: 'Revoke the key VIEWER?' });
      await page.context().setOffline(true);
      await dialog.getByRole('button', { name: 'Revoke' }).click();
      const words = /cannot be reached/;
      const said = dialog.getByRole('status').getByText(words);
      // If anything covered it, this would time out.
      await said.click({ trial: true });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('status').getByText(words).click({ trial: true });
      await page.context().setOffline(false);
      await web.api.raw('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id });
    });

    it('names each screen in the title, and moves the focus to its heading', async () => {
      const page = await web.page('/');
      await page.getByRole('navigation').getByRole('link', { name: 'Events' }).click();
      await heading(page, 'Events');
      expect(await page.title()).toBe('Events · CRM automations');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      await page.goBack();
      await heading(page, 'Now');
    });

    it('keeps the chosen theme and language', async () => {
      const page = await web.page('/');
      await page.getByText('Demo', { exact: true }).click();
      await page.getByLabel('Theme').selectOption('dark');
      await page.getByLabel('Language').selectOption('pt');
      await page.getByRole('button', { name: 'Sair' }).waitFor();
      await page.reload();
      await page.getByRole('navigation', { name: 'Principal' }).waitFor();
      expect(
        await page.evaluate('[document.documentElement.lang, document.documentElement.dataset.theme].join()'),
      ).toBe('pt,dark');
    });

    it.each([
      ['es-MX', 'es'],
      ['pt-BR', 'pt'],
      ['fr-FR', 'en'],
    ])('shows a browser set to %s the language %s', async (language, spoken) => {
      const page = await web.page('/', { language, key: null });
      await page.getByRole('heading').waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe(spoken);
    });

    it('reports a lost connection, and that it was restored', async () => {
      const page = await web.page('/', { mayReport: /WebSocket|ERR_INTERNET_DISCONNECTED/ });
      await heading(page, 'Now');
      await page.context().setOffline(true);
      await page.getByText('The connection was lost').waitFor();
      await page.context().setOffline(false);
      await page.getByText('Connected again').waitFor();
    });
  });

  it('is accessible in both themes and fits every width before sign-in', async () => {
    const page = await web.page('/', { key: null });
    await heading(page, 'Sign in');
    await expectAccessible(page);
    await expectFits(page);
  });

  it('loads at most 130 KiB (gzip) for its first screen', async () => {
    const page = await web.page('/', { key: null });
    const loaded = new Set<string>();
    page.on('response', (response) => loaded.add(new URL(response.url()).pathname));
    await page.evaluate(`sessionStorage.setItem('crm.credential', ${JSON.stringify(web.server.demoKey())})`);
    await page.reload();
    await heading(page, 'Now');
    await page.waitForLoadState('networkidle');
    loaded.delete('/graphql');
    const bytes = [...loaded].map((path) => sizeOf(path === '/' ? '/index.html' : path));
    expect(bytes.length).toBeGreaterThan(2);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_LOAD_BYTES);
  });

  it('allows nothing from other hosts and no inline script', async () => {
    const page = await web.page('/', { mayReport: /Content Security Policy|inline/ });
    await heading(page, 'Now');
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.wasRun = true' }))`,
    );
    expect(await page.evaluate('window.wasRun')).toBeUndefined();
  });
});
