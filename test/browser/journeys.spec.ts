import { ConsoleInBrowser, describeInBrowser, expectAccessible, expectFits, type Page } from '../support/browser.js';
import { messages, signed, WEBHOOK_ENV } from '../support/whatsapp-webhook.js';

interface Ids {
  id: string;
}
interface Executions {
  executions: { edges: { node: Ids }[] };
}
const CREATE = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const CONTACT = 'mutation ($input: CreateContactInput!) { createContact(input: $input) { id } }';
const EXECUTIONS = 'query ($filter: ExecutionFilter) { executions(filter: $filter) { edges { node { id } } } }';

const task = (key: string) => ({ key, type: 'create_task', params: { title: `Do ${key}` } });
const where = (field: string, operator: string, value?: unknown) => ({
  logic: 'AND',
  conditions: [{ field, operator, ...(value !== undefined && { value }) }],
});
const arm = (name: string, conditions: object, actions: object[]) => ({ name, conditions, actions });

const JOURNEY = [
  {
    key: 'how',
    type: 'branch',
    arms: [
      arm('By letter', where('contact.name', 'contains', 'Letter'), [task('print'), task('post')]),
      arm('By telephone', where('contact.phone', 'exists'), [
        {
          key: 'reply',
          type: 'wait_for_event',
          params: {
            event: 'whatsapp.message_received',
            timeout: '2d',
            conditions: where('message.text', 'contains', 'yes'),
          },
        },
        {
          key: 'answer',
          type: 'branch',
          arms: [
            arm('They said yes', where('steps.reply.output.matched', 'equals', true), [
              task('thank'),
              { key: 'done', type: 'stop', params: { reason: '{{ contact.name }} said yes' } },
            ]),
          ],
          otherwise: [task('call')],
        },
      ]),
    ],
  },
  { key: 'morning', type: 'wait_until', params: { time: '09:00', days: ['TUE', 'MON'], zone: 'America/Bogota' } },
  { key: 'before', type: 'wait_until', params: { at: '{{ contact.createdAt }}', offset: '-1d' } },
];

/** A branch in the single arm of a branch, this many levels deep. */
const nested = (level: number): object => ({
  key: `level${level}`,
  type: 'branch',
  arms: [
    arm(`Arm of level ${level}`, where('contact.phone', 'exists'), [level < 5 ? nested(level + 1) : task('deepest')]),
  ],
});

describeInBrowser('journeys', () => {
  let web: ConsoleInBrowser;
  let automation: string;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start(WEBHOOK_ENV);
    automation = await automate('A journey', JOURNEY);
  });
  afterAll(() => web.close());

  const automate = async (name: string, actions: object[], settings?: object) => {
    const input = { name, trigger: { type: 'contact.created' }, actions, ...(settings && { settings }) };
    return (await web.send<{ createAutomation: Ids }>(CREATE, { input })).createAutomation.id;
  };
  const create = (name: string, phone?: string) => web.send(CONTACT, { input: { name, ...(phone && { phone }) } });
  /** Resolves with the newest execution of the journey, once it has this status. */
  const executionOf = async (automationId: string, status: string): Promise<string> => {
    for (;;) {
      const { executions } = await web.send<Executions>(EXECUTIONS, { filter: { automationId, status } });
      const found = executions.edges[0]?.node.id;
      if (found) return found;
    }
  };
  const receive = async (body: string, from: string) => {
    const { me } = await web.send<{ me: { workspace: Ids } }>('{ me { workspace { id } } }');
    const message = messages({ id: 'wamid.journey', type: 'text', text: { body }, from });
    const answer = await fetch(`${web.url}/webhooks/whatsapp/${me.workspace.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signed(message) },
      body: message,
    });
    await answer.text();
    expect(answer.status).toBe(200);
  };
  const step = (page: Page, key: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('paragraph').filter({ hasText: new RegExp(`^${key} `) }) })
      .first();

  it('shows the branches of an automation as nested lists, and waits and stops in words', async () => {
    const page = await web.page(`/automations/${automation}`);
    const branches = page.getByRole('list', { name: 'Flow' }).getByRole('list', { name: 'Branches of how' });
    await branches.getByRole('heading', { name: 'By letter' }).waitFor();
    expect(await branches.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      'By letter',
      'By telephone',
      'Otherwise',
    ]);
    await branches.getByText('contact.phone').first().waitFor();
    await branches.getByText('it goes on with what follows').waitFor();
    const byTelephone = branches.getByRole('list', { name: 'By telephone' });
    await byTelephone.getByText('Waits for: A WhatsApp message arrives, at most 2 days').waitFor();
    await byTelephone.getByText('message.text').waitFor();
    const answers = byTelephone.getByRole('list', { name: 'Branches of answer' });
    await answers
      .getByRole('list', { name: 'They said yes' })
      .getByText('Ends here: {{ contact.name }} said yes')
      .waitFor();
    await answers.getByRole('list', { name: 'Otherwise' }).getByText('Do call').waitFor();
    await page.getByText('Waits until it is 09:00 on Monday or Tuesday (America/Bogota)').waitFor();
    await page.getByText('Waits until 1 day before {{ contact.createdAt }} (UTC)').waitFor();
    await expectAccessible(page);
    await expectFits(page);
  });

  it('shows branches five levels deep, also on a phone', async () => {
    const page = await web.page(`/automations/${await automate('Deep', [nested(1)])}`, { width: 360 });
    const deepest = page.getByRole('list', { name: 'Arm of level 5' }).getByText('Do deepest');
    await deepest.waitFor();
    expect((await deepest.boundingBox())!.width).toBeGreaterThan(40);
    await expectAccessible(page);
    await expectFits(page);
  });

  it('distinguishes the executed arm from steps that were not run, and shows what it waits for', async () => {
    await create('Ana', '+5511999990000');
    const page = await web.page(`/executions/${await executionOf(automation, 'SLEEPING')}`);
    const waits = step(page, 'reply').getByText('Waits for an event: A WhatsApp message arrives, until');
    await waits.waitFor();
    await step(page, 'how').getByText('Took By telephone').waitFor();
    await step(page, 'how').getByText('not By letter: ').first().waitFor();
    await page.getByText('Not taken: 2 steps').click();
    await page.getByRole('listitem').getByText('post create_task').waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await receive('Oh yes', '5511999990000');
    await step(page, 'answer').getByText('Took They said yes').waitFor();
    await step(page, 'reply').getByText('It came.').waitFor();
    await step(page, 'done').getByText('Ended here: Ana said yes').waitFor();
    await step(page, 'morning').getByText('A stop before it ended the execution').waitFor();
    expect(await page.getByText('Not taken: ').allTextContents()).toEqual(['Not taken: 2 steps', 'Not taken: 1 step']);
    await expectAccessible(page);
    await expectFits(page);
  });

  it('says “Otherwise” when no arm matched, and that it waits for a time of day', async () => {
    await create('Nobody');
    const page = await web.page(`/executions/${await executionOf(automation, 'SLEEPING')}`);
    await step(page, 'how').getByText('Took Otherwise').waitFor();
    await page.getByText('Not taken: 7 steps').waitFor();
    await step(page, 'morning').getByText('Waits for a date or time of day').waitFor();
  });

  it('shows who may enter, what ends it, when it sends messages, and what it waits for', async () => {
    // Opens for one minute, twelve hours from now.
    const opening = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16);
    const closing = new Date(Date.now() + 12 * 3_600_000 + 60_000).toISOString().slice(11, 16);
    const id = await automate(
      'Ruled',
      [{ key: 'hello', type: 'send_whatsapp_template', params: { templateName: 'hello' } }],
      {
        reentry: { mode: 'ONE_AT_A_TIME', cooldown: '7d' },
        throttle: { limit: 100, per: '1h' },
        stopWhen: [
          {
            event: 'whatsapp.message_received',
            reason: 'They replied',
            conditions: where('message.text', 'contains', 'no'),
          },
        ],
        onlyWhile: where('contact.name', 'not_equals', 'Nobody'),
        quietHours: {
          zone: 'UTC',
          windows: [{ from: opening, to: closing }],
          fallback: { templateName: 'hello_again' },
        },
      },
    );
    const page = await web.page(`/automations/${id}`);
    const rules = page.getByRole('region', { name: 'Rules' });
    await rules.getByText('One execution at a time for each contact. At least 7 days between two starts.').waitFor();
    await rules.getByText('At most 100 starts in 1 hour; the others start later.').waitFor();
    await rules.getByText('A WhatsApp message arrives: They replied').waitFor();
    await rules.getByText(`${opening} – ${closing}`).waitFor();
    await rules.getByText('A text that would come too late becomes the template hello_again.').waitFor();
    await expectAccessible(page);
    await expectFits(page);

    await create('Eva', '+5511999990007');
    const run = await web.page(`/executions/${await executionOf(id, 'SLEEPING')}`);
    await step(run, 'hello').getByText('Waits for the hours in which it may act').waitFor();
    await expectAccessible(run);
  });
});
