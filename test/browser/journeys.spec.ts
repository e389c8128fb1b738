import { ConsoleInBrowser, describeInBrowser, expectAccessible, type Page } from '../support/browser.js';

interface Demo {
  contacts: { edges: { node: { id: string; phone: string } }[] };
  pipelines: { edges: { node: { id: string; stages: { id: string; name: string }[] } }[] };
}
const DEMO = `{
  contacts { edges { node { id phone } } }
  pipelines { edges { node { id stages { id name } } } }
}`;

const JOURNEY = [
  { key: 'ask', type: 'create_task', params: { title: 'Ask {{ contact.name }}' } },
  { key: 'reply', type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '1d' } },
  {
    key: 'answer',
    type: 'branch',
    arms: [
      {
        name: 'replied',
        conditions: {
          logic: 'AND',
          conditions: [{ field: 'steps.reply.output.matched', operator: 'equals', value: true }],
        },
        actions: [{ key: 'thanks', type: 'create_task', params: { title: 'Thank them' } }],
      },
    ],
    otherwise: [{ key: 'call', type: 'create_task', params: { title: 'Call them' } }],
  },
];

describeInBrowser('a journey', () => {
  let web: ConsoleInBrowser;
  let demo: Demo;
  let automation: string;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start();
    demo = (await web.api.raw<Demo>(DEMO)).data;
    automation = await create('createAutomation', 'CreateAutomationInput', {
      name: 'Follow up',
      trigger: { type: 'order.created', config: {} },
      actions: JOURNEY,
    });
  }, 60_000);
  afterAll(() => web.close());

  const create = async (mutation: string, type: string, input: object) => {
    const { data } = await web.api.raw<Record<string, { id: string }>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
      { input },
    );
    return data[mutation]!.id;
  };
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  it.each([1280, 360])('is shown with its arms within each other, %i pixels wide', async (width) => {
    const page = await web.page(`/automations/${automation}`, { width });
    await heading(page, 'Follow up');

    const flow = page.getByRole('list', { name: 'Flow' });
    const replied = flow.getByRole('list', { name: 'If replied' });
    await replied.getByRole('heading', { name: 'Create a task' }).waitFor();
    expect(await replied.getByRole('listitem').count()).toBe(1);
    await page.getByRole('list', { name: 'Otherwise' }).getByText('Call them').waitFor();
    await flow.getByText('steps.reply.output.matched').waitFor();
    await page.getByRole('heading', { name: 'Wait for an event' }).waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'Wait for an event' }).textContent()).toContain(
      'A WhatsApp message arrives',
    );
    await expectAccessible(page);
  });

  it('tells what an execution waits for, then which arm it took and which it did not', async () => {
    const [pipeline, contact] = [demo.pipelines.edges[0]!.node, demo.contacts.edges[0]!.node];
    await create('createOrder', 'CreateOrderInput', { name: 'Beans', contactId: contact.id, pipelineId: pipeline.id });
    const page = await web.page(`/executions?automation=${automation}`);
    await page.getByRole('row').filter({ hasText: 'Follow up' }).getByRole('link').first().click();
    await heading(page, 'Execution of Follow up');
    await page.getByText('Waits for an event').first().waitFor();
    await page.getByText('"reply" waits for whatsapp.message_received').first().waitFor();

    await create('receiveMessage', 'ReceiveMessageInput', { phone: contact.phone, text: 'Yes please' });

    const step = (key: string) =>
      page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').filter({ hasText: key });
    await step('answer').getByText('Took “replied”').waitFor();
    await step('thanks').getByText('Succeeded').waitFor();
    await step('call').getByText('Not taken: another arm was').waitFor();
    expect(await step('call').getByText('Skipped').count()).toBe(1);
    await expectAccessible(page);
  });
});
