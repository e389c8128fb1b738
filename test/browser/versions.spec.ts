import { ConsoleInBrowser, describeInBrowser, expectAccessible, expectFits, type Page } from '../support/browser.js';

const CREATE = 'mutation ($input: CreateAutomationInput!) { createAutomation(input: $input) { id } }';
const SAVE =
  'mutation ($id: ID!, $input: UpdateAutomationInput!) { saveAutomationDraft(id: $id, input: $input) { id } }';
const UPDATE =
  'mutation ($id: ID!, $input: UpdateAutomationInput!) { updateAutomation(id: $id, input: $input) { id } }';
const STATE = 'query ($id: ID!) { automation(id: $id) { name version mode folder draft { name } } }';

const task = (title: string, delay?: string) => ({ key: 'task', type: 'create_task', delay, params: { title } });

describeInBrowser('drafts and versions', () => {
  let web: ConsoleInBrowser;
  beforeAll(async () => {
    web = await ConsoleInBrowser.start();
  });
  afterAll(() => web.close());

  const automate = async (name: string, more: object = {}) => {
    const input = { name, trigger: { type: 'contact.created' }, actions: [task('First')], ...more };
    return (await web.send<{ createAutomation: { id: string } }>(CREATE, { input })).createAutomation.id;
  };
  const save = (id: string, input: object) => web.send(SAVE, { id, input });
  const stateOf = async (id: string) => (await web.send<{ automation: object }>(STATE, { id })).automation;
  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  it('shows the draft with its mistakes, publishes it once it has none, and restores an earlier version', async () => {
    const id = await automate('Greet');
    await save(id, { name: 'Greet better', trigger: null, conditions: 5, actions: [task('Second')] });
    const page = await web.page(`/automations/${id}`);
    const draft = region(page, 'Draft');
    await draft.getByText('Unpublished changes of version 1').waitFor();
    const changes = draft.getByRole('group').filter({ hasText: '6 fields' });
    await changes.getByText('Greet better').waitFor();
    await changes.getByText('actions.task.params.title').waitFor();
    await draft.getByText('Show the draft').click();
    await draft.getByRole('list', { name: 'Flow of the draft' }).getByText('No trigger yet').waitFor();
    await draft.getByRole('list', { name: 'Flow of the draft' }).getByText('Second').waitFor();
    await expectAccessible(page);
    await expectFits(page);

    await draft.getByRole('button', { name: 'Publish' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish the draft of “Greet”?' });
    await dialog.getByText('None of its executions is under way.').waitFor();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await draft.getByRole('alert').getByText('trigger Required').waitFor();
    expect(await stateOf(id)).toMatchObject({ version: 1, draft: { name: 'Greet better' } });

    await save(id, { trigger: { type: 'contact.created' }, conditions: null });
    await page.reload();
    await draft.getByRole('button', { name: 'Publish' }).click();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 2 is published').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Greet better' }).waitFor();
    await draft.waitFor({ state: 'detached' });

    const versions = region(page, 'Versions').getByRole('listitem');
    await versions.filter({ hasText: 'Version 2 current by Demo' }).waitFor();
    const first = versions.filter({ hasText: /^Version 1 by Demo/ });
    await first.getByText('Show version 1').click();
    await first.getByRole('list', { name: 'Flow of version 1' }).getByText('First').waitFor();
    await first.getByRole('button', { name: 'Restore as draft: Version 1' }).click();
    await page.getByText('A draft was made of version 1').waitFor();
    await draft.getByText('Unpublished changes of version 2').waitFor();
    await expectAccessible(page);
    await expectFits(page);

    await draft.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The draft was discarded').waitFor();
    await region(page, 'History').getByText('Draft discarded').waitFor();
    expect(await stateOf(id)).toMatchObject({ name: 'Greet better', version: 2, draft: null });
  });

  it('does not publish a draft that another person has changed since, and reports that another version was published', async () => {
    const id = await automate('Contended');
    await save(id, { name: 'Mine' });
    const page = await web.page(`/automations/${id}`, { mayReport: /409|CONFLICT/ });
    const draft = region(page, 'Draft');
    await draft.getByText('Mine').waitFor();
    // Just before the request: the page must not have read it yet.
    let isSaved = false;
    await page.route('**/graphql', async (route) => {
      if (!isSaved && route.request().postData()?.includes('publishAutomation')) {
        isSaved = true;
        await save(id, { name: 'Theirs' });
      }
      await route.continue();
    });
    await draft.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText(/The draft has revision 2 now, not revision 1/).waitFor();
    expect(await stateOf(id)).toMatchObject({ version: 1, draft: { name: 'Theirs' } });

    await web.send(UPDATE, { id, input: { name: 'At once' } });
    await page.reload();
    await draft.getByText('Version 2 was published after this draft was begun').waitFor();
    await region(page, 'Versions').getByRole('button', { name: 'Restore as draft: Version 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replace the draft by version 1?' });
    await dialog.getByRole('button', { name: 'Restore as draft' }).click();
    await draft.getByText('Unpublished changes of version 2').waitFor();
  });

  it('switches between three modes, and shows and filters folders', async () => {
    const id = await automate('Watched', { folder: 'Trials' });
    const page = await web.page(`/automations/${id}`);
    const mode = page.getByRole('group', { name: 'Mode: Watched' });
    await mode.getByRole('button', { name: 'Live', pressed: true }).waitFor();
    await mode.getByRole('button', { name: 'Shadow' }).click();
    await page
      .getByRole('dialog', { name: 'Set “Watched” to shadow mode?' })
      .getByRole('button', { name: 'Set to shadow' })
      .click();
    await mode.getByRole('button', { name: 'Shadow', pressed: true }).waitFor();
    expect(await stateOf(id)).toMatchObject({ mode: 'SHADOW', folder: 'Trials' });

    await page.getByRole('button', { name: 'Change the folder' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the folder' });
    await dialog.getByLabel('Folder').fill('Watching');
    await dialog.getByRole('button', { name: 'Move' }).click();
    await page.getByText('Moved to “Watching”').waitFor();
    await automate('Elsewhere', { folder: 'Trials' });

    await page.goto(`${web.url}/automations`);
    await page.getByLabel('Folder', { exact: true }).selectOption('Watching');
    await page.getByRole('link', { name: 'Elsewhere' }).waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'Watched' }).getByText('Watching · ').waitFor();
    await page.getByLabel('Mode', { exact: true }).selectOption('Shadow');
    await page.waitForURL('**/automations?folder=Watching&mode=SHADOW');
    await page.getByRole('link', { name: 'Watched' }).waitFor();
    await expectAccessible(page);
    await expectFits(page);
  });

  it('shows all of it to a viewer, who can change nothing', async () => {
    const id = await automate('Seen');
    await web.send(UPDATE, { id, input: { name: 'Seen twice' } });
    await save(id, { name: 'Seen thrice' });
    const page = await web.page(`/automations/${id}`, { key: (await web.keyFor('VIEWER')).key, width: 360 });
    await region(page, 'Draft').getByText('Seen thrice').waitFor();
    await region(page, 'Versions').getByText('Version 1').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    for (const words of [/^Off/, 'Publish', 'Discard', /Restore/, 'Change the folder'])
      expect(await page.getByRole('button', { name: words }).count()).toBe(0);
    await expectAccessible(page);
    await expectFits(page);
  });
});
