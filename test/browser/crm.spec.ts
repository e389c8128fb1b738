import { readFile } from 'node:fs/promises';
import { ConsoleInBrowser, describeInBrowser, type Page } from '../support/browser.js';
import { SlowReceiver } from '../support/slow-receiver.js';
import { WhatsAppCloudServer } from '../support/whatsapp-cloud-server.js';
import { ago, delivery, signed, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';

interface Named {
  id: string;
  name: string;
}
interface Demo {
  me: { workspace: { id: string } };
  contacts: { edges: { node: Named }[] };
  pipelines: { edges: { node: { id: string; stages: Named[] } }[] };
}
const DEMO = `{
  me { workspace { id } }
  contacts { edges { node { id name } } }
  pipelines { edges { node { id stages { id name } } } }
}`;

/** A picture of one pixel. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

describeInBrowser('the screens of the CRM', () => {
  let web: ConsoleInBrowser;
  let slow: SlowReceiver;
  let cloud: WhatsAppCloudServer;
  let demo: Demo;
  beforeAll(async () => {
    slow = await SlowReceiver.start();
    cloud = await WhatsAppCloudServer.start();
    web = await ConsoleInBrowser.start({
      ...WEBHOOK_ENV,
      OUTBOUND_ALLOWLIST: '127.0.0.1/32',
      WHATSAPP_BASE_URL: cloud.baseUrl,
    });
    demo = (await web.api.raw<Demo>(DEMO)).data;
  });
  afterAll(async () => {
    await slow.receiver.close();
    await web.close();
    await cloud.close();
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const status = (page: Page, words: string) =>
    page.getByRole('main').getByRole('status').filter({ hasText: words }).first().waitFor();
  const stage = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
  const started = (page: Page) => page.getByRole('region', { name: 'What the last moves started' });
  const stageId = (name: string) => demo.pipelines.edges[0]!.node.stages.find((each) => each.name === name)!.id;

  const orderOf = async (name: string, value: string): Promise<string> => {
    const { data } = await web.api.raw<{ createOrder: Named }>(
      'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }',
      { input: { name, value, pipelineId: demo.pipelines.edges[0]!.node.id, stageId: stageId('New') } },
    );
    return data.createOrder.id;
  };
  const callWhen = async (name: string, stageName: string, path: string): Promise<string> => {
    const config = { pipelineId: demo.pipelines.edges[0]!.node.id, stageId: stageId(stageName) };
    const actions = [
      { key: 'call', type: 'webhook', params: { url: `${slow.receiver.url}${path}` } },
      { key: 'note', type: 'create_task', params: { title: 'Done' } },
    ];
    const { data } = await web.api.raw<{ createAutomation: Named }>(
      'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }',
      { input: { name, trigger: { type: 'order.stage_changed', config }, actions } },
    );
    return data.createAutomation.id;
  };
  const TASK = [{ type: 'create_task', params: { title: 'Call' } }];
  const automate = async (name: string, trigger: object, parts: object = {}): Promise<string> => {
    const { data } = await web.api.raw<{ createAutomation: Named }>(
      'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }',
      { input: { name, trigger, actions: TASK, ...parts } },
    );
    return data.createAutomation.id;
  };
  const bruno = () => demo.contacts.edges.find(({ node }) => node.name === 'Bruno Lima')!.node.id;
  const disable = (id: string) =>
    web.api.raw('mutation ($id: ID!) { setAutomationEnabled(id: $id, enabled: false) { id } }', { id });
  const move = (id: string, to: string) =>
    web.api.raw('mutation ($id: ID!, $stageId: ID!) { moveOrder(id: $id, stageId: $stageId) { id } }', {
      id,
      stageId: stageId(to),
    });
  /** Delivers a message as WhatsApp does. */
  const write = async (message: object) => {
    const contacts = [{ profile: { name: 'Wanda Writer' }, wa_id: '5511988880000' }];
    const body = delivery({ contacts, messages: [{ from: '5511988880000', timestamp: ago(), ...message }] });
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signed(body) };
    const path = `/webhooks/whatsapp/${demo.me.workspace.id}`;
    expect((await fetch(`${web.url}${path}`, { method: 'POST', headers, body })).status).toBe(200);
  };

  it('moves an order by keyboard and by pointer, and shows its execution from QUEUED to SUCCEEDED without a reload', async () => {
    await orderOf('Big roaster', '9000');
    const first = await callWhen('Book the van', 'Negotiation', '/van');
    const second = await callWhen('Load the van', 'Lost', '/load');
    const page = await web.page('/board');
    await page.evaluate('window.sameLoad = true');

    await page.getByRole('button', { name: 'Move Big roaster' }).press('Enter');
    await page
      .getByRole('dialog', { name: 'Move Big roaster to' })
      .getByRole('button', { name: 'Negotiation' })
      .press('Enter');
    await stage(page, 'Negotiation').getByRole('link', { name: 'Big roaster' }).waitFor();
    await started(page).getByRole('listitem').filter({ hasText: 'Book the van' }).getByText('Running').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Move Big roaster');

    const card = stage(page, 'Negotiation').getByRole('listitem').filter({ hasText: 'Big roaster' });
    await card.dragTo(stage(page, 'Lost'));
    await stage(page, 'Lost').getByRole('link', { name: 'Big roaster' }).waitFor();
    await started(page).getByRole('listitem').filter({ hasText: 'Load the van' }).getByText('Queued').first().waitFor();
    await started(page).getByRole('link', { name: 'Load the van' }).click();

    await heading(page, 'Execution of Load the van');
    await status(page, 'Queued');
    await page.getByText('another execution of the same order or contact').first().waitFor();
    await slow.answer('/van');
    await status(page, 'Running');
    const step = (key: string) =>
      page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').filter({ hasText: key });
    await step('call').getByText('Running').waitFor();
    await step('note').getByText('To come').waitFor();
    await slow.answer('/load');
    await step('call').getByText('Succeeded').waitFor();
    await step('note').getByText('Succeeded').waitFor();
    await status(page, 'Succeeded');
    expect(await page.evaluate('window.sameLoad')).toBe(true);
    await Promise.all([disable(first), disable(second)]);
  });

  it('connects WhatsApp, shows the mistakes at their fields, opens a received picture, and disconnects it', async () => {
    cloud.files.set('3001', { mimeType: 'image/gif', content: GIF });
    await write({ id: 'wamid.gif', type: 'image', image: { id: '3001', mime_type: 'image/gif', caption: 'The box' } });
    const page = await web.page('/settings/whatsapp');
    await page.getByText('Not connected. Messages are stored as sent').waitFor();
    await page.getByText(`/webhooks/whatsapp/${demo.me.workspace.id}`).waitFor();
    await page.getByRole('button', { name: 'Connect WhatsApp' }).click();
    const form = page.getByRole('dialog', { name: 'Connect WhatsApp' });
    const fill = (label: string, value: string) => form.getByLabel(label, { exact: true }).fill(value);
    await fill('Phone number ID', WhatsAppCloudServer.PHONE_NUMBER_ID);
    await fill('Access token', 'expired');
    await fill('App secret', 'hush');
    await form.getByRole('button', { name: 'Connect WhatsApp' }).click();
    await form.getByText('code 190').waitFor();
    await fill('Access token', WhatsAppCloudServer.TOKEN);
    await form.getByRole('button', { name: 'Connect WhatsApp' }).click();
    await page.getByText('Connected. Messages are sent with the account of this workspace.').waitFor();
    await page.getByText(`+${WhatsAppCloudServer.PHONE_NUMBER_ID}`).waitFor();

    const contacts = await web.page('/contacts?search=wanda');
    await contacts.getByRole('link', { name: 'Wanda Writer' }).click();
    await contacts.getByRole('button', { name: 'Open Image' }).click();
    await contacts.getByRole('img', { name: 'Image' }).waitFor();
    expect(await contacts.evaluate('document.querySelector("[alt=Image]").decode().then(() => "shown")')).toBe('shown');

    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page
      .getByRole('dialog', { name: 'Disconnect WhatsApp?' })
      .getByRole('button', { name: 'Disconnect' })
      .click();
    await page.getByText('Not connected. Messages are stored as sent').waitFor();
  });

  it('sends a template that is chosen from a list, and assigns a task by name', async () => {
    const { id } = demo.contacts.edges[0]!.node;
    const page = await web.page(`/contacts/${id}`);
    await page.getByRole('button', { name: 'Use a template' }).click();
    const form = page.getByRole('dialog', { name: 'Use a template' });
    await form.getByLabel('Template', { exact: true }).selectOption('order_update (pt_BR)');
    await form.getByLabel('Value of {{1}}').fill('Ana');
    await form.getByLabel('Value of {{2}}').fill('Beans');
    await form.getByLabel('End of the address of the button Acompanhar').fill('order/1');
    await form.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('region', { name: 'Messages' }).getByText('A template', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'New task' }).click();
    await page.getByLabel('What has to be done').fill('Call about the template');
    await page.getByLabel('Assignee').selectOption('Demo');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Call about the template' }).getByText('· Demo').waitFor();
  });

  it('writes amounts and dates as the workspace does', async () => {
    const order = await orderOf('Priced grinder', '1250.50');
    const page = await web.page('/settings/workspace');
    const edit = async (currency: string, locale: string) => {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Currency').selectOption(currency);
      await page.getByLabel('Numbers and dates').fill(locale);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await edit('EUR', 'de-DE');
    const shown = await web.page(`/orders/${order}`);
    await shown.getByText('1.250,50 €').first().waitFor();
    await edit('', '');
    await shown.reload();
    await shown.getByText('1,250.50', { exact: true }).first().waitFor();
  });

  it('shows in two clicks from an order why an automation did not start, with the operand and its value', async () => {
    const id = await orderOf('Small filter', '35');
    await move(id, 'Won');
    const page = await web.page(`/orders/${id}`);
    await page.getByRole('region', { name: 'Events' }).getByText('Did not start 2').click();
    await page.getByRole('link', { name: 'Why did Thank for a won order not start?' }).click();
    await heading(page, 'order.stage_changed');
    const decision = page
      .getByRole('region', { name: 'Automations that listened' })
      .getByRole('listitem')
      .filter({ hasText: 'Thank for a won order' });
    await decision.getByText('order.value 35 is not greater than 100').waitFor();
  });

  it('shows a conversation live, with files as files and the messages of an execution', async () => {
    await write({ id: 'wamid.w1', type: 'text', text: { body: 'Good morning' } });
    const page = await web.page('/search?text=Wanda');
    await page.getByRole('link', { name: 'Wanda Writer' }).click();
    await heading(page, 'Wanda Writer');
    const messages = page.getByRole('region', { name: 'Messages' }).getByRole('listitem');
    await messages.filter({ hasText: 'Good morning' }).getByText('Received').waitFor();
    const image = { id: '77', mime_type: 'image/jpeg', caption: 'My old machine' };
    await write({ id: 'wamid.w2', type: 'image', image });
    await messages.filter({ hasText: 'My old machine' }).getByText('Image', { exact: true }).waitFor();
    const document = { id: '78', mime_type: 'application/pdf', filename: 'offer.pdf' };
    await write({ id: 'wamid.w3', type: 'document', document });
    await messages.filter({ hasText: 'offer.pdf' }).getByText('Document', { exact: true }).waitFor();
    await write({ id: 'wamid.w4', type: 'text', text: { body: 'What is the price?' } });
    await messages
      .filter({ hasText: 'our list is on its way' })
      .getByText('To the contact')
      .waitFor({ state: 'attached' });
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText('From the contact · A file · Received')
      .first()
      .waitFor();
  });

  it("sends a person's message, and says why it cannot be sent", async () => {
    await write({ id: 'wamid.p1', type: 'text', text: { body: 'Anybody there?' } });
    const page = await web.page('/contacts?search=wanda');
    await page.getByRole('link', { name: 'Wanda Writer' }).click();
    const box = page.getByRole('region', { name: 'Messages' });
    await box.getByLabel('Write a message').fill('Yes, how can I help?');
    await box.getByRole('button', { name: 'Send' }).click();
    await box.getByRole('listitem').filter({ hasText: 'Yes, how can I help?' }).getByText('Sent').waitFor();
    // Nothing is left to be sent.
    await box.getByRole('button', { name: 'Send', exact: true, disabled: true }).waitFor();

    await write({ id: 'wamid.p2', type: 'text', text: { body: 'Stop' } });
    await box.getByText('The contact does not want messages.').waitFor();
    expect(await box.getByRole('button', { name: 'Send' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Contacts' }).first().click();
    await page.getByLabel('Wants messages').selectOption('Opted out');
    await page.getByRole('link', { name: 'Bruno Lima' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Wanda Writer' }).click();
    await heading(page, 'Wanda Writer');
  });

  it('adds a tag to a contact and removes it, and creates and completes a task', async () => {
    const { id } = demo.contacts.edges.find(({ node }) => node.name === 'Bruno Lima')!.node;
    const page = await web.page(`/contacts/${id}`);
    await page.getByLabel('Add a tag').selectOption('Lead');
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByText('Tag Lead added').waitFor();
    await page.getByRole('button', { name: 'Remove the tag Lead' }).click();
    await page.getByText('Tag Lead removed').waitFor();
    await page.getByRole('region', { name: 'Contact', exact: true }).getByText('No tags').waitFor();

    await page.getByRole('button', { name: 'New task' }).click();
    const form = page.getByRole('dialog', { name: 'New task' });
    await form.getByLabel('What has to be done').fill('Ring Bruno');
    await form.getByLabel('Priority').selectOption('Urgent');
    await form.getByRole('button', { name: 'Create' }).click();
    const task = page.getByRole('region', { name: 'Tasks' }).getByRole('listitem').filter({ hasText: 'Ring Bruno' });
    await task.getByText('Urgent').waitFor();
    await task.getByRole('button', { name: 'Complete Ring Bruno' }).click();
    await page.getByText('Task completed').waitFor();
    await task.getByText(/Completed/).waitFor();
    await task.getByRole('button', { name: 'Reopen Ring Bruno' }).click();
    await page.getByText('Task reopened').waitFor();
    await task.getByRole('button', { name: 'Complete Ring Bruno' }).waitFor();
    await task.getByRole('button', { name: 'Delete Ring Bruno' }).click();
    await page.getByRole('dialog', { name: 'Delete Ring Bruno?' }).getByRole('button', { name: 'Delete' }).click();
    await task.waitFor({ state: 'detached' });
  });

  it('edits the stages of a pipeline, and says why a stage cannot be deleted', async () => {
    const { data } = await web.api.raw<{ createPipeline: { id: string; stages: Named[] } }>(
      'mutation { createPipeline(input: { name: "Rentals", stages: ["Asked", "Out"] }) { id stages { id name } } }',
    );
    const { id, stages } = data.createPipeline;
    await web.api.raw('mutation ($input: CreateOrderInput!) { createOrder(input: $input) { id } }', {
      input: { name: 'Van', pipelineId: id, stageId: stages[1]!.id },
    });
    const page = await web.page(`/board/${id}`);
    await page.getByRole('button', { name: 'Edit pipeline' }).click();
    const form = page.getByRole('dialog', { name: 'Edit pipeline' });
    await form.getByLabel('Stage 2').fill('');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText(/"Out"/).waitFor();
    await form.getByLabel('Stage 2').fill('On the road');
    await form.getByLabel('New stage').fill('Back');
    await form.getByRole('button', { name: 'Save' }).click();
    await stage(page, 'On the road').getByRole('link', { name: 'Van' }).waitFor();
    await stage(page, 'Back').waitFor();
  });

  it('reorders stages by button and by pointer, and deletes one that an automation uses after disabling it', async () => {
    const { data } = await web.api.raw<{ createPipeline: { id: string; stages: Named[] } }>(
      'mutation { createPipeline(input: { name: "Repairs", stages: ["In", "Bench", "Out"] }) { id stages { id name } } }',
    );
    const { id, stages } = data.createPipeline;
    await automate('Call when it is out', { type: 'order.stage_changed', config: { stageId: stages[2]!.id } });
    const page = await web.page(`/board/${id}`);
    const shows = async (names: string[]) => {
      const columns = page.getByRole('main').getByRole('heading', { level: 2 });
      for (const [index, name] of names.entries()) await columns.nth(index).filter({ hasText: name }).waitFor();
    };
    const form = page.getByRole('dialog', { name: 'Edit pipeline' });
    const edit = () => page.getByRole('button', { name: 'Edit pipeline' }).click();
    const save = async () => {
      await form.getByRole('button', { name: 'Save' }).click();
      await form.waitFor({ state: 'detached' });
    };

    await edit();
    await form.getByRole('button', { name: 'Move Out up' }).press('Enter');
    await form.getByRole('button', { name: 'Move In down' }).press('Enter');
    await save();
    await shows(['Out', 'In', 'Bench']);

    await edit();
    const third = form.getByRole('listitem').filter({ hasText: 'Stage 3' });
    await third.locator('[draggable]').dragTo(form.getByLabel('Stage 1'));
    await save();
    await shows(['Bench', 'Out', 'In']);

    await edit();
    await form.getByLabel('Stage 2').fill('');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText(/The stage "Out" is used by automation "Call when it is out"/).waitFor();
    await form.getByLabel('Disable the automations that use a deleted stage').check();
    await save();
    await shows(['Bench', 'In']);
  });

  it('defines a custom field, sets it on a contact, and shows the mistake in a value', async () => {
    const page = await web.page('/settings/fields');
    await page.getByRole('button', { name: 'New field' }).click();
    const form = page.getByRole('dialog', { name: 'New field' });
    await form.getByLabel('Key').fill('cups');
    await form.getByLabel('Title').fill('Cups a day');
    await form.getByLabel('Type').selectOption('Number');
    await form.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('table', { name: 'Custom fields' }).getByText('Cups a day').waitFor();

    await page.goto(`${web.url}/contacts/${bruno()}`);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const edit = page.getByRole('dialog', { name: 'Edit' });
    await edit.getByLabel('Cups a day').fill('many');
    await edit.getByRole('button', { name: 'Save' }).click();
    await edit.getByText(/Expected a number/).waitFor();
    await edit.getByLabel('Cups a day').fill('2.5');
    await edit.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Contact', exact: true }).getByText('2.5').waitFor();

    await page.goto(`${web.url}/settings/fields`);
    await page.getByRole('button', { name: 'Delete Cups a day' }).click();
    await page.getByRole('dialog', { name: 'Delete Cups a day?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Cups a day deleted').waitFor();
  });

  it('renames a tag, and deletes it after disabling the automations that use it', async () => {
    const { data } = await web.api.raw<{ createTag: Named }>('mutation { createTag(input: { name: "Vip" }) { id } }');
    const params = { tagId: data.createTag.id };
    const automation = await automate(
      'Mark them',
      { type: 'contact.created' },
      { actions: [{ type: 'assign_tag', params }] },
    );
    const page = await web.page('/settings/tags');
    await page.getByRole('button', { name: 'Edit Vip' }).click();
    const form = page.getByRole('dialog', { name: 'Edit Vip' });
    await form.getByLabel('Name').fill('Regular');
    await form.getByLabel('Color').fill('#b45309');
    await form.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('button', { name: 'Delete Regular' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Regular?' });
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByText('The tag "Regular" is used by automation "Mark them"').waitFor();
    await dialog.getByRole('button', { name: 'Disable them and delete' }).click();
    await page.getByText('Regular deleted').waitFor();
    await page.getByRole('button', { name: 'Delete Regular' }).waitFor({ state: 'detached' });

    await page.goto(`${web.url}/automations/${automation}`);
    await page.getByText('The tag "Regular" was deleted').waitFor();
  });

  it('merges another contact into one, after saying what happens', async () => {
    const contact = async (name: string, city: string): Promise<string> => {
      const { data } = await web.api.raw<{ createContact: Named }>(
        'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }',
        { input: { name, city } },
      );
      return data.createContact.id;
    };
    const twice = await contact('Zoe Twice', 'Ghent');
    const page = await web.page(`/contacts/${await contact('Zoe Once', '')}`);
    await page.getByRole('button', { name: 'Merge' }).click();
    const choose = page.getByRole('dialog', { name: 'Merge another contact into Zoe Once' });
    await choose.getByLabel('Find a contact').fill('zoe');
    await choose.getByLabel('Contact', { exact: true }).selectOption(twice);
    await choose.getByRole('button', { name: 'Next' }).click();
    const confirm = page.getByRole('dialog', { name: 'Merge Zoe Twice into Zoe Once?' });
    await confirm.getByText('Zoe Twice is deleted').waitFor();
    await confirm.getByRole('button', { name: 'Merge' }).click();
    await page.getByText('Zoe Twice merged into Zoe Once').waitFor();
    await page.getByRole('region', { name: 'Contact', exact: true }).getByText('Ghent').waitFor();
  });

  it('lists tasks by state and assignee, and completes and reopens them there', async () => {
    for (const input of [
      { title: 'Water the plants', dueAt: '2020-01-01T00:00:00Z', assigneeId: 'ana@shop' },
      { title: 'Order cups', assigneeId: 'bea@shop' },
    ])
      await web.api.raw('mutation ($input: CreateTaskInput!) { createTask(input: $input) { id } }', { input });
    const page = await web.page('/tasks');
    const row = (name: string) => page.getByRole('table', { name: 'Tasks' }).getByRole('row').filter({ hasText: name });
    await row('Order cups').waitFor();
    await page.getByLabel('Show').selectOption('Overdue');
    await row('Order cups').waitFor({ state: 'detached' });
    await row('Water the plants').waitFor();
    await page.getByLabel('Show').selectOption('All');
    await page.getByLabel('Assigned to').fill('bea@shop');
    await row('Water the plants').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Complete Order cups' }).click();
    await page.getByRole('button', { name: 'Reopen Order cups' }).click();
    await page.getByRole('button', { name: 'Complete Order cups' }).waitFor();

    await page.getByRole('button', { name: 'Edit Order cups' }).click();
    const form = page.getByRole('dialog', { name: 'Edit Order cups' });
    await form.getByLabel('What has to be done').fill('Order mugs');
    await form.getByLabel('Due').fill('2031-05-04T09:30');
    const { data } = await web.api.raw<{ me: { id: string; name: string } }>('{ me { id name } }');
    await form.getByLabel('Assignee').selectOption(data.me.name);
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('Mine');
    await row('Water the plants').waitFor({ state: 'detached' });
    await row('Order mugs').getByText(data.me.name).waitFor();
    await page.getByLabel('Show').selectOption('All');
    await page.getByLabel('Assigned to').fill('');
    await row('Water the plants').waitFor();
    await page.getByLabel('Assigned to').fill(data.me.name);
    await row('Water the plants').waitFor({ state: 'detached' });
    await row('Order mugs').waitFor();
  });

  it("changes an order's items, contact and pipeline", async () => {
    await web.api.raw('mutation { createPipeline(input: { name: "Service", stages: ["Open"] }) { id } }');
    const page = await web.page(`/orders/${await orderOf('Mixed bag', '10')}`);
    const facts = page.getByRole('region', { name: 'Order', exact: true });
    await page.getByRole('button', { name: 'Edit items' }).click();
    const items = page.getByRole('dialog', { name: 'Edit items' });
    await items.getByRole('button', { name: 'Add an item' }).click();
    await items.getByLabel('Item of item 1').fill('Beans');
    await items.getByLabel('Quantity of item 1').fill('3');
    await items.getByLabel('Unit price of item 1').fill('12.5');
    await items.getByRole('button', { name: 'Add an item' }).click();
    await items.getByRole('button', { name: 'Remove item 2' }).click();
    await items.getByRole('button', { name: 'Save' }).click();
    await facts.getByText('37.50').waitFor();
    await page.getByRole('table', { name: 'Items' }).getByText('Beans').waitFor();

    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Edit', exact: true });
    await form.getByLabel('Pipeline').selectOption('Service');
    await form.getByLabel('Contact', { exact: true }).selectOption(bruno());
    await form.getByRole('button', { name: 'Save' }).click();
    await facts.getByRole('link', { name: 'Bruno Lima' }).waitFor();
    await facts.getByText('Open').waitFor();
    await facts.getByText('37.50').waitFor();
  });

  it('starts an automation manually for a contact, and explains why it does not start twice', async () => {
    const settings = { reentry: { mode: 'ONE_AT_A_TIME', by: 'CONTACT' } };
    const actions = [{ type: 'create_task', delay: '1d', params: { title: 'Call' } }];
    const trigger = { type: 'manual', config: { about: 'contact' } };
    const id = await automate('Send the price list', trigger, { actions, settings });
    const page = await web.page(`/automations/${id}`);
    await page.getByRole('button', { name: 'Start by hand' }).click();
    const dialog = page.getByRole('dialog', { name: 'Start by hand: Send the price list' });
    await dialog.getByLabel('Find a contact').fill('bruno');
    await dialog.getByLabel('Contact', { exact: true }).selectOption(bruno());
    await dialog.getByRole('button', { name: 'Start' }).click();
    await heading(page, 'Execution of Send the price list');

    await page.goto(`${web.url}/contacts/${bruno()}`);
    await page.getByRole('button', { name: 'Start an automation' }).click();
    const choice = page.getByRole('dialog', { name: 'Start an automation' });
    await choice.getByLabel('Automation').selectOption('Send the price list');
    await choice.getByRole('button', { name: 'Start' }).click();
    await choice.getByText(/Did not start: another execution has not finished/).waitFor();
  });

  it('deletes an order and a contact, and removes them from the lists', async () => {
    const page = await web.page(`/orders/${await orderOf('Short-lived', '10')}`);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog', { name: 'Delete Short-lived?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Short-lived deleted').waitFor();
    await stage(page, 'New').waitFor();
    expect(await page.getByRole('link', { name: 'Short-lived' }).count()).toBe(0);

    const { data } = await web.api.raw<{ createContact: Named }>(
      'mutation { createContact(input: { name: "Forgotten Person" }) { id } }',
    );
    await page.goto(`${web.url}/contacts/${data.createContact.id}`);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Forgotten Person?' });
    await dialog.getByLabel(/personal data/).check();
    await dialog.getByRole('button', { name: 'Delete and erase' }).click();
    await heading(page, 'Contacts');
    await page.getByText('Forgotten Person deleted').waitFor();
    expect(await page.getByRole('link', { name: 'Forgotten Person' }).count()).toBe(0);
  });

  it('imports a file: guesses its columns, shows mistakes by row, imports the others, and exports', async () => {
    const page = await web.page('/contacts');
    await page.getByRole('link', { name: 'Import' }).click();
    await heading(page, 'Import contacts');
    const file = 'Nombre;Teléfono;Talla\nImported Irene;+573001112233;M\nWrong Wilma;12;L\n';
    await page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByText('2 rows in people.csv').waitFor();
    expect(await page.getByLabel('Nombre').inputValue()).toBe('name');
    expect(await page.getByLabel('Teléfono').inputValue()).toBe('phone');
    await page.getByLabel('Talla').selectOption('Custom field talla');

    await page.getByRole('button', { name: 'Look for mistakes' }).click();
    await page.getByRole('region', { name: 'Mistakes' }).getByText('Teléfono: Expected a phone number').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const progress = page.getByRole('region', { name: 'Import', exact: true });
    await progress.getByText('2 of 2 rows').waitFor();
    await progress.getByRole('row', { name: /^2 Teléfono/ }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export contacts' }).click();
    expect((await download).suggestedFilename()).toBe('contacts.csv');
    await page.getByRole('link', { name: 'To the contacts' }).click();
    await page.getByRole('link', { name: 'Imported Irene' }).waitFor();

    await page.getByLabel('Name, phone or e-mail').fill('irene');
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    const some = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export contacts' }).click();
    const [, irene, ...others] = (await readFile(await (await some).path(), 'utf8')).split('\r\n');
    expect(irene).toContain('Imported Irene');
    expect(others).toEqual(['']);
  });

  it("shows a mistake in a contact at its field, and keeps the form's values", async () => {
    const page = await web.page('/contacts');
    await page.getByRole('button', { name: 'New contact' }).click();
    const form = page.getByRole('dialog', { name: 'New contact' });
    await form.getByLabel('Name').fill('Yara');
    await form.getByLabel('Phone').fill('12');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.getByText(/7 to 15 digits/).waitFor();
    expect(await form.getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Phone').fill('+55 11 97777 0000');
    await form.getByRole('button', { name: 'Create' }).click();
    await heading(page, 'Yara');
    await page.getByText('+5511977770000').waitFor();
  });
});
