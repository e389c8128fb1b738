import { ConsoleInBrowser, describeInBrowser, type Page } from '../support/browser.js';
import { Proxy } from '../support/proxy.js';

type Suggested = {
  orders: { edges: { node: { id: string; name: string } }[] };
  pipelines: { edges: { node: { stages: { id: string; name: string }[] } }[] };
};

/** Wins an order of the demo workspace, which starts its automations. */
async function winAnOrder(web: ConsoleInBrowser): Promise<void> {
  const { data } = await web.api.raw<Suggested>(
    '{ orders(first: 10) { edges { node { id name } } } pipelines(first: 1) { edges { node { stages { id name } } } } }',
  );
  const order = data.orders.edges.find(({ node }) => node.name === 'Grinder')!.node;
  const won = data.pipelines.edges[0]!.node.stages.find(({ name }) => name === 'Won')!;
  await web.api.raw('mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }', {
    id: order.id,
    stageId: won.id,
  });
}

const thanks = (page: Page) => page.getByRole('row', { name: /Thank for a won order/ });

describeInBrowser('behind a proxy', () => {
  let proxy: Proxy;
  let web: ConsoleInBrowser;
  const start = async (options: { prefix?: string; strips?: boolean }, environment: Record<string, string> = {}) => {
    web = await ConsoleInBrowser.start(environment, async (url) => {
      proxy = await Proxy.start(url, options);
      return proxy.url;
    });
  };
  afterEach(async () => {
    await web.close();
    await proxy.close();
  });

  it.each([
    ['strips', true],
    ['keeps', false],
  ])(
    'that %s the path prefix serves the whole console: files, addresses and live updates',
    async (_, strips) => {
      await start({ prefix: '/crm', strips }, { PUBLIC_PATH: '/crm' });
      const page = await web.page('/');
      await page.getByRole('navigation').getByRole('link', { name: 'Executions' }).click();
      await page.waitForURL(`${web.url}/executions`);
      await page.getByText('No executions yet').waitFor();
      await winAnOrder(web);
      await thanks(page).getByText('Succeeded').waitFor();
      await page.reload();
      await thanks(page).getByText('Succeeded').waitFor();
    },
    90_000,
  );

  it('shows GraphiQL below the path, and GraphiQL uses the server there', async () => {
    await start({ prefix: '/crm', strips: true }, { PUBLIC_PATH: '/crm', GRAPHIQL: 'true' });
    const page = await web.page('/graphiql');
    const asked = page.waitForResponse(`${web.url}/graphql`);
    await page.getByRole('button', { name: /Execute query/ }).waitFor();
    expect((await asked).status()).toBe(200);
  }, 270_000);

  it('shows after a reconnect what happened in the meantime', async () => {
    await start({});
    const page = await web.page('/executions', { mayReport: /WebSocket|ERR_/ });
    await page.getByText('No executions yet').waitFor();
    proxy.cut();
    await page.getByText('The connection was lost').waitFor();
    await winAnOrder(web);
    proxy.mend();
    await page.getByText('Connected again').waitFor();
    await thanks(page).getByText('Succeeded').waitFor();
  }, 270_000);
});
