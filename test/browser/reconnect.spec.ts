import { ConsoleInBrowser, describeInBrowser, type Page } from '../support/browser.js';
import { Proxy } from '../support/proxy.js';

const CREATE = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const CONTACT = 'mutation ($name: String!) { createContact(input: { name: $name }) { id } }';
const NEWEST = '{ executions(first: 50) { edges { node { id status } } } }';
// More than one page of the list.
const MEANWHILE = 60;
const LOST_FOR_MS = 30_000;

type Newest = { executions: { edges: { node: { id: string; status: string } }[] } };

describeInBrowser('a connection that is lost for 30 seconds', () => {
  let proxy: Proxy;
  let web: ConsoleInBrowser;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start({}, async (url) => {
      proxy = await Proxy.start(url);
      return proxy.url;
    });
  });
  afterAll(async () => {
    await web.close();
    await proxy.close();
  });

  const automate = (name: string, event: string, delay?: string) => {
    const action = { key: 'call', type: 'create_task', params: { title: 'Call' }, ...(delay && { delay }) };
    const conditions = { logic: 'AND', conditions: [{ field: 'contact.name', operator: 'equals', value: event }] };
    const input = { name, trigger: { type: 'contact.created' }, conditions, actions: [action] };
    return web.api.raw(CREATE, { input });
  };
  const create = (name: string) => web.api.raw(CONTACT, { name });
  /** Resolves with the newest executions, once they satisfy this. */
  const newest = async (isIt: (found: Newest['executions']['edges']) => boolean) => {
    for (;;) {
      const { edges } = (await web.api.raw<Newest>(NEWEST)).data.executions;
      if (isIt(edges)) return edges.map(({ node }) => node.id);
    }
  };
  const shown = (page: Page) =>
    page.evaluate<string[]>(`[...document.querySelectorAll('tbody a')].map(({ href }) => href.split('/').pop())`);

  it('is reported, is restored automatically, and then shows everything that happened in the meantime', async () => {
    await automate('Quick', 'Quick');
    await automate('Slow', 'Slow', '1h');
    const page = await web.page('/executions', { mayReport: /WebSocket|ERR_/ });
    await page.clock.install();
    await page.reload();
    await page.getByText('No executions yet').waitFor();
    await create('Slow');
    const slow = page.getByRole('row', { name: /Slow/ });
    await slow.getByText('Sleeping').waitFor();

    proxy.cut();
    await page.getByText('The connection was lost').waitFor();
    await web.database.advanceClock('2h');
    await newest(([first]) => first?.node.status === 'SUCCEEDED');
    for (let index = 0; index < MEANWHILE; index++) await create('Quick');
    const ids = await newest((found) => found.length === 50 && found.every(({ node }) => node.status === 'SUCCEEDED'));
    await page.clock.runFor(LOST_FOR_MS);
    await page.getByText('The connection was lost').waitFor();
    expect(await slow.getByText('Sleeping').count()).toBe(1);

    proxy.mend();
    await page.getByText('Connected again').waitFor();
    await page.locator(`a[href$="${ids[0]}"]`).waitFor();
    expect(await shown(page)).toEqual(ids);
    expect(await page.getByRole('row').getByText('Succeeded').count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await slow.getByText('Succeeded').waitFor();
    expect(await shown(page)).toHaveLength(MEANWHILE + 1);
  });
});
