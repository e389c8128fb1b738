import { ConsoleInBrowser, describeInBrowser, type Page } from '../support/browser.js';
import { clientOf } from '../support/test-server.js';

const MARKUP = '<img src=x onerror="document.title=1">';
const CREATE = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const EXECUTIONS = 'query ($filter: ExecutionFilter) { executions(filter: $filter) { edges { node { id status } } } }';

interface Ids {
  id: string;
}

describeInBrowser('the screens of what runs', () => {
  let web: ConsoleInBrowser;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start();
  });
  afterAll(() => web.close());

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const status = (page: Page, words: string) =>
    page.getByRole('main').getByRole('status').filter({ hasText: words }).first().waitFor();
  const automate = async (name: string, action: object, trigger = 'contact.created'): Promise<string> => {
    const input = { name, trigger: { type: trigger }, actions: [{ key: 'first', ...action }] };
    const { data } = await web.api.raw<{ createAutomation: Ids }>(CREATE, { input });
    return data.createAutomation.id;
  };
  const createContact = async (name: string): Promise<string> => {
    const { data } = await web.api.raw<{ createContact: Ids }>(
      'mutation ($name: String!) { createContact(input: { name: $name }) { id } }',
      { name },
    );
    return data.createContact.id;
  };
  /** Resolves with the automation's execution, once it has this status. */
  const executionOf = async (automationId: string, wanted: string): Promise<string> => {
    for (;;) {
      const filter = { automationId, status: wanted };
      const { data } = await web.api.raw<{ executions: { edges: { node: Ids }[] } }>(EXECUTIONS, { filter });
      const found = data.executions.edges[0]?.node.id;
      if (found) return found;
    }
  };
  const disable = (id: string) =>
    web.api.raw('mutation ($id: ID!) { setAutomationEnabled(id: $id, enabled: false) { id } }', { id });

  it('shows a new execution on Now, and its steps as they complete, without a reload', async () => {
    const automation = await automate('Watch me', { type: 'create_task', params: { title: 'Call' }, delay: '1s' });
    const page = await web.page('/');
    await heading(page, 'Now');
    await page.getByRole('table', { name: 'Executions' }).or(page.getByText('No executions yet')).first().waitFor();
    await createContact('Live');
    await page.getByRole('link', { name: 'Watch me' }).first().click();
    await heading(page, 'Execution of Watch me');
    await status(page, 'Succeeded');
    await page.getByRole('listitem').filter({ hasText: 'create_task' }).getByText('Succeeded').waitFor();
    await disable(automation);
  });

  it('shows what a sleeping execution waits for, and cancels it by keyboard after saying what will happen', async () => {
    const automation = await automate('Wait a day', { type: 'create_task', params: { title: 'Call' }, delay: '1d' });
    await createContact('Sleeper');
    const page = await web.page(`/executions/${await executionOf(automation, 'SLEEPING')}`);
    await page.getByText('Waits for the delay before its next step').first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Cancel this execution?' });
    await dialog.getByText('1 of its steps will not run').waitFor();
    await dialog.getByRole('button', { name: 'Cancel the execution' }).click();
    await status(page, 'Cancelled');
    await page.getByText('The execution is being cancelled').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await disable(automation);
  });

  it('groups failures with their count, warns before a retry, and shows markup as text', async () => {
    const hook = { type: 'webhook', params: { url: 'http://example.invalid/' } };
    const automation = await automate(`Tell ${MARKUP}`, hook);
    await createContact('One');
    await createContact('Two');
    const failed = await executionOf(automation, 'FAILED');
    const page = await web.page('/failures');
    const row = page.getByRole('row').filter({ hasText: `Tell ${MARKUP}` });
    await row.getByText('first').waitFor();
    await page.goto(`${web.url}/executions/${failed}`);
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: 'Retry this execution?' });
    await dialog.getByText('the customer may get it twice').waitFor();
    await dialog.getByRole('button', { name: 'Retry the execution' }).click();
    await page.getByText('The execution continues').waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    await disable(automation);
  });

  it('offers a viewer neither cancel nor retry', async () => {
    const automation = await automate('For viewers', { type: 'create_task', params: { title: 'Call' }, delay: '1d' });
    await createContact('Viewed');
    const { key } = await web.keyFor('VIEWER');
    const page = await web.page(`/executions/${await executionOf(automation, 'SLEEPING')}`, { key });
    await page.getByText('Waits for the delay').first().waitFor();
    // By now the page knows the user's role, and so what it may show.
    await page.getByRole('banner').getByText('Demo', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await page.keyboard.press('c');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await disable(automation);
  });

  it('explains why an automation did not start by the operand and its value, and links the related objects', async () => {
    type Found = {
      orders: { edges: { node: Ids }[] };
      pipelines: { edges: { node: { stages: { id: string; name: string }[] } }[] };
    };
    const { data } = await web.api.raw<Found>(
      'query { orders { edges { node { id } } } pipelines { edges { node { stages { id name } } } } }',
    );
    const stageId = data.pipelines.edges[0]!.node.stages.find(({ name }) => name === 'Won')!.id;
    const { id } = data.orders.edges[0]!.node;
    await web.api.raw(
      'mutation ($id: ID!, $value: Decimal!) { updateOrder(id: $id, input: { value: $value }) { id } }',
      { id, value: '35' },
    );
    await web.api.raw('mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }', {
      id,
      stageId,
    });
    const page = await web.page(`/events?type=order.stage_changed&entity=${id}`);
    await page
      .getByRole('row')
      .filter({ hasText: '2 did not' })
      .getByRole('link', { name: 'order.stage_changed' })
      .click();
    await heading(page, 'order.stage_changed');
    await page.getByText('order.value 35 is not greater than 100').waitFor();
    await page.getByRole('link', { name: /^Execution: / }).click();
    await heading(page, 'Execution of Ask how it went');
    await page.goBack();
    await heading(page, 'order.stage_changed');
    await page.goBack();
    await heading(page, 'Events');
    expect(page.url()).toBe(`${web.url}/events?type=order.stage_changed&entity=${id}`);
  });

  it('opens the object of an id, and finds people by part of their name', async () => {
    const id = await createContact('Ximena Found');
    const page = await web.page(`/search?text=${id}`);
    await page.waitForURL(`**/contacts/${id}`);
    await page.goto(`${web.url}/search?text=ximena`);
    await page.getByRole('region', { name: 'Contacts' }).getByRole('link', { name: 'Ximena Found' }).waitFor();
  });

  describe('automations', () => {
    const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
    const idle = (name: string) => automate(name, { type: 'create_task', params: { title: 'Rest' } }, 'task.completed');

    it('are switched, duplicated and deleted, each with a message, even after their row has gone', async () => {
      await idle('Act on me');
      const page = await web.page('/automations?search=Act+on+me&mode=LIVE');
      const mode = (words: string) => page.getByRole('button', { name: `${words}: Act on me` });
      await mode('Off').click();
      const dialog = page.getByRole('dialog', { name: 'Turn off “Act on me”?' });
      await dialog.getByText('None of its executions is under way.').waitFor();
      await dialog.getByRole('button', { name: 'Turn off' }).click();
      await page.getByText('“Act on me” is off').waitFor();
      await page.getByText('No automation matches these filters').waitFor();
      await page.getByLabel('Mode', { exact: true }).selectOption('All');
      await mode('Shadow').click();
      await page.getByText('“Act on me” is in shadow mode').waitFor();
      await mode('Live').click();
      await page.getByText('“Act on me” is live').waitFor();
      await row(page, 'Act on me').getByRole('button', { name: 'Live', pressed: true }).waitFor();
      await page.getByRole('button', { name: 'Duplicate: Act on me' }).click();
      await page.getByText('was made, and is off').waitFor();
      await page.waitForURL(/automations\/[\da-f-]{36}$/);
      await page.getByRole('button', { name: /^Delete: / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('was deleted').waitFor();
      await heading(page, 'Automations');
    });

    it('are listed before their executions are counted', async () => {
      await idle('Count me');
      const page = await web.page('/executions');
      let count: () => void = () => undefined;
      const mayCount = new Promise<void>((resolve) => (count = resolve));
      await page.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('query AutomationRuns')) await mayCount;
        await route.continue();
      });
      await page.getByRole('navigation').getByRole('link', { name: 'Automations' }).click();
      const listed = row(page, 'Count me');
      await listed.getByRole('link', { name: 'Count me' }).waitFor();
      expect(await listed.getByRole('img').count()).toBe(0);
      count();
      await listed.getByRole('img', { name: '0 runs' }).waitFor();
    });

    it('ask what to do with unfinished executions, and cancel them when told to', async () => {
      const id = await automate('End me', { type: 'create_task', params: { title: 'Call' }, delay: '1d' });
      await createContact('Ended');
      const execution = await executionOf(id, 'SLEEPING');
      const page = await web.page(`/automations/${id}`);
      await page.getByRole('button', { name: 'Off: End me' }).click();
      const dialog = page.getByRole('dialog', { name: 'Turn off “End me”?' });
      await dialog.getByText('1 under way. What should happen to them?').waitFor();
      await dialog.getByLabel(/those that sleep, at once/).check();
      await dialog.getByRole('button', { name: 'Turn off' }).click();
      await page.getByText('“End me” is off').waitFor();
      await page.getByRole('table', { name: 'Executions' }).getByText('Cancelled').waitFor();
      expect(await executionOf(id, 'CANCELLED')).toBe(execution);
    });

    it('show who changed what, with the values before and after', async () => {
      const id = await idle('Change me');
      await web.send(
        'mutation ($id: ID!, $input: UpdateAutomationInput!) { updateAutomation(id: $id, input: $input) { id } }',
        { id, input: { actions: [{ key: 'first', type: 'create_task', delay: '2h', params: { title: 'Work' } }] } },
      );
      const page = await web.page(`/automations/${id}`);
      await page.getByText('version 2', { exact: true }).waitFor();
      const [edited, created] = [0, 1].map((index) =>
        page.getByRole('region', { name: 'History' }).locator('ol > li').nth(index),
      );
      await edited!.getByText('Edited by Demo').waitFor();
      const changes = await edited!.locator('dl > div').allInnerTexts();
      expect(changes.map((words) => words.replaceAll('\n', ' '))).toEqual([
        'actions.first.delay Before: empty After: 2h',
        'actions.first.params.title Before: Rest After: Work',
      ]);
      await created!.getByText('Created by Demo').waitFor();
      await page.getByText('2 hours later').waitFor();
    });

    it('explain how to create the first one when there is none, but not to a viewer', async () => {
      const key = await web.emptyWorkspace();
      const page = await web.page('/automations', { key });
      await page.getByRole('heading', { name: 'No automations yet' }).waitFor();
      const example = await page.getByRole('region', { name: 'GraphQL for a first automation' }).innerText();
      const { errors } = await clientOf(web.url, '', key).raw(example);
      expect(errors).toBeUndefined();
      await page.reload();
      await page.getByRole('link', { name: 'Welcome' }).waitFor();
      const other = await web.emptyWorkspace();
      const viewer = await web.page('/automations', { key: (await web.keyFor('VIEWER', other)).key });
      await viewer.getByRole('heading', { name: 'No automations yet' }).waitFor();
      expect(await viewer.getByRole('region', { name: 'GraphQL for a first automation' }).count()).toBe(0);
    });
  });
});
