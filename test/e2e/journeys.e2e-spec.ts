import { startTestServer, type TestServer } from '../support/test-server.js';
import { Workshop } from '../support/workshop.js';

let server: TestServer;
let shop: Workshop;

beforeAll(async () => {
  server = await startTestServer();
});

beforeEach(async () => {
  shop = await Workshop.open(await server.client());
});

afterAll(() => server.close());

const task = (key: string, title = key) => ({ key, type: 'create_task', params: { title } });
const where = (field: string, operator: string, value?: unknown) => ({
  logic: 'AND',
  conditions: [{ field, operator, ...(value !== undefined && { value }) }],
});
const replied = { key: 'reply', type: 'wait_for_event', params: { event: 'whatsapp.message_received', timeout: '2d' } };

const sized = [
  {
    key: 'size',
    type: 'branch',
    arms: [
      { name: 'big', conditions: where('order.value', 'gt', 100), actions: [task('big'), task('bigger')] },
      { name: 'small', conditions: where('order.value', 'gt', 10), actions: [task('small')] },
    ],
    otherwise: [task('tiny')],
  },
  task('after'),
];

interface Journey {
  status: string;
  error: { code: string } | null;
  waitingFor: { kind: string; until: string; detail: string } | null;
  steps: {
    key: string;
    status: string;
    arm: string | null;
    skippedBecause: string | null;
    output: never;
    input: never;
  }[];
}

async function journey(id: string): Promise<Journey> {
  const { data } = await shop.client.raw<{ execution: Journey }>(
    `query ($id: ID!) { execution(id: $id) { status error { code } waitingFor { kind until detail }
      steps { key status arm skippedBecause output input } } }`,
    { id },
  );
  return data.execution;
}

const inBrief = ({ steps }: Journey) =>
  steps.map(({ key, status, arm, skippedBecause }) => [key, arm ?? skippedBecause ?? status].join(' '));

/** Moves an order to Won, and resolves with its execution once nothing more can run. */
async function win(value = '50'): Promise<string> {
  const order = await shop.order({ value });
  const atRest = server.until(
    shop.client.workspaceId,
    ({ execution }) => execution.status === 'SLEEPING' || execution.completedAt !== null,
  );
  await shop.move(order, 'Won');
  return (await atRest).execution.id;
}

const ended = (id: string) =>
  server.until(shop.client.workspaceId, ({ execution }) => execution.id === id && execution.completedAt !== null);

describe('a branch', () => {
  it.each([
    ['150', ['size big', 'big SUCCEEDED', 'bigger SUCCEEDED', 'small BRANCH_NOT_TAKEN', 'tiny BRANCH_NOT_TAKEN']],
    [
      '50',
      ['size small', 'big BRANCH_NOT_TAKEN', 'bigger BRANCH_NOT_TAKEN', 'small SUCCEEDED', 'tiny BRANCH_NOT_TAKEN'],
    ],
    [
      '5',
      ['size otherwise', 'big BRANCH_NOT_TAKEN', 'bigger BRANCH_NOT_TAKEN', 'small BRANCH_NOT_TAKEN', 'tiny SUCCEEDED'],
    ],
  ])('takes the first true arm for %s, and continues after it', async (value, steps) => {
    await shop.automate(sized);

    expect(inBrief(await journey(await win(value)))).toEqual([...steps, 'after SUCCEEDED']);
  });

  it('explains the decision with the value it found', async () => {
    await shop.automate(sized);

    const { steps } = await journey(await win('50'));

    expect(steps[0]!.output).toEqual({
      arm: 'small',
      reason: 'order.value 50 is greater than 10; not big: order.value 50 is not greater than 100',
    });
  });

  it('reads the results of earlier actions, and the order as it was', async () => {
    await shop.automate([
      { key: 'rise', type: 'update_field', params: { field: 'order.value', value: '500' } },
      {
        key: 'size',
        type: 'branch',
        arms: [
          {
            name: 'risen',
            conditions: {
              logic: 'AND',
              conditions: [
                { field: 'order.value', operator: 'equals', value: 500 },
                { field: 'trigger.order.value', operator: 'equals', value: 50 },
                { field: 'steps.rise.output.changed', operator: 'equals', value: true },
              ],
            },
            actions: [],
          },
        ],
        otherwise: [task('tiny')],
      },
    ]);

    expect(inBrief(await journey(await win()))).toEqual(['rise SUCCEEDED', 'size risen', 'tiny BRANCH_NOT_TAKEN']);
  });

  it('shows in which arm a step failed', async () => {
    const wrong = { key: 'wrong', type: 'create_task', params: { title: '{{ contact.city }}' } };
    const [size] = sized;
    await shop.automate([{ ...size!, otherwise: [wrong] }, task('after')]);

    await win('5');

    const { data } = await shop.client.raw<{ failures: { edges: { node: { stepKey: string; code: string } }[] } }>(
      '{ failures { edges { node { stepKey code } } } }',
    );
    expect(data.failures.edges.map(({ node }) => node)).toEqual([{ stepKey: 'wrong', code: 'EMPTY_VARIABLE' }]);
  });

  it('can be ended by a stop', async () => {
    await shop.automate([
      {
        key: 'size',
        type: 'branch',
        arms: [
          {
            name: 'small',
            conditions: where('order.value', 'lt', 100),
            actions: [{ key: 'end', type: 'stop', params: { reason: 'Too small: {{ order.value }}' } }, task('never')],
          },
        ],
      },
      task('after'),
    ]);

    const seen = await journey(await win());

    expect(seen.status).toBe('SUCCEEDED');
    expect(inBrief(seen)).toEqual(['size small', 'end SUCCEEDED', 'never STOPPED', 'after STOPPED']);
    expect(seen.steps[1]!.output).toEqual({ reason: 'Too small: 50.00' });
  });
});

describe('a wait for an event', () => {
  const asked = [
    task('ask'),
    replied,
    {
      key: 'answer',
      type: 'branch',
      arms: [
        {
          name: 'replied',
          conditions: where('steps.reply.output.matched', 'equals', true),
          actions: [task('thanks', 'They said {{ steps.reply.output.event.message.text | default: "nothing" }}')],
        },
      ],
      otherwise: [task('call')],
    },
  ];

  it('ends with the first event about the same contact', async () => {
    await shop.automate(asked);
    const id = await win();
    expect((await journey(id)).waitingFor).toMatchObject({
      kind: 'EVENT',
      detail: '"reply" waits for whatsapp.message_received',
    });

    const end = ended(id);
    await shop.receive('From another', { phone: '+5511999990001' });
    await shop.receive('Yes please');
    await end;

    expect(inBrief(await journey(id))).toEqual([
      'ask SUCCEEDED',
      'reply SUCCEEDED',
      'answer replied',
      'thanks SUCCEEDED',
      'call BRANCH_NOT_TAKEN',
    ]);
    expect(await shop.tasks()).toEqual(['ask', 'They said Yes please']);
  });

  it('ends at its timeout without an event, and not before', async () => {
    await shop.automate(asked);
    const id = await win();

    await server.advance('47 hours');
    expect((await journey(id)).status).toBe('SLEEPING');
    const end = ended(id);
    await server.advance('1 hour');
    await end;

    const { steps } = await journey(id);
    expect(steps[1]!.output).toEqual({ matched: false });
    expect(steps[2]!.arm).toBe('otherwise');
  });

  it('checks its conditions, and ignores events from before', async () => {
    await shop.receive('Yes, before');
    await shop.automate([
      task('ask'),
      { ...replied, params: { ...replied.params, conditions: where('message.text', 'contains', 'yes') } },
    ]);
    const id = await win();
    await shop.receive('No');
    await server.quiet();
    expect((await journey(id)).status).toBe('SLEEPING');

    const end = ended(id);
    await shop.receive('Well, yes');
    await end;

    expect((await journey(id)).steps[1]!.output).toMatchObject({
      matched: true,
      event: { message: { text: 'Well, yes' } },
    });
  });

  it('lets two executions use the same event, but no execution use it twice', async () => {
    await shop.automate([replied, { ...replied, key: 'again' }], { name: 'A' });
    await shop.automate([replied], { name: 'B' });
    const order = await shop.order();
    await shop.move(order, 'Won');
    await server.quiet();

    await shop.receive('First');
    await server.quiet();
    const [one, other] = await shop.executions();
    expect([one!.status, other!.status]).toEqual(['SLEEPING', 'SUCCEEDED']);
    expect(inBrief(await journey(one!.id))).toEqual(['reply SUCCEEDED', 'again WAITING']);

    const end = ended(one!.id);
    await shop.receive('Second');
    await end;
    expect((await journey(one!.id)).steps[1]!.output).toMatchObject({ event: { message: { text: 'Second' } } });
  });

  it("is not ended by its own execution's changes", async () => {
    const moved = { key: 'moved', type: 'wait_for_event', params: { event: 'order.stage_changed', timeout: '1d' } };
    const move = (stage: string) => ({ key: stage, type: 'change_stage', params: { stageId: shop.stage(stage) } });
    await shop.automate([move('Lost'), moved, task('after')]);
    const id = await win();
    expect(inBrief(await journey(id))).toEqual(['Lost SUCCEEDED', 'moved WAITING', 'after PENDING']);

    const end = ended(id);
    await shop.move((await shop.orders())[0]!.id, 'New');
    await end;
    expect(inBrief(await journey(id))).toEqual(['Lost SUCCEEDED', 'moved SUCCEEDED', 'after SUCCEEDED']);
  });

  it('ignores events during the delay of the previous step', async () => {
    await shop.automate([{ ...task('ask'), delay: '1d' }, replied, task('after')]);
    const id = await win();
    await shop.receive('During the delay');
    await server.advance('1 day');
    await server.quiet();
    expect(inBrief(await journey(id))).toEqual(['ask SUCCEEDED', 'reply WAITING', 'after PENDING']);

    const end = ended(id);
    await shop.receive('After it');
    await end;
    expect((await journey(id)).steps[1]!.output).toMatchObject({ event: { message: { text: 'After it' } } });
  });

  it('ends together with its execution', async () => {
    await shop.automate(asked);
    const id = await win();
    await shop.client.raw('mutation ($id: ID!) { cancelExecution(id: $id) { id } }', { id });

    await shop.receive('Yes');
    await server.quiet();

    const seen = await journey(id);
    expect(seen.error?.code).toBe('CANCELLED');
    expect(inBrief(seen)).toEqual([
      'ask SUCCEEDED',
      'reply CANCELLED',
      'answer CANCELLED',
      'thanks CANCELLED',
      'call CANCELLED',
    ]);
  });
});

describe('a wait until a moment', () => {
  it('sleeps until then, even if the date changes in the meantime', async () => {
    await shop.automate([
      { key: 'before', type: 'wait_until', params: { at: '{{ order.createdAt }}', offset: '2h' } },
      task('remind'),
    ]);
    const id = await win();
    expect((await journey(id)).waitingFor).toMatchObject({ kind: 'DELAY', detail: '"before" waits for its moment' });

    const end = ended(id);
    await server.advance('2 hours');
    await end;

    expect(inBrief(await journey(id))).toEqual(['before SUCCEEDED', 'remind SUCCEEDED']);
    expect((await journey(id)).steps[0]!.output).toMatchObject({ waited: true });
  });

  it('fails for a text that is not a date', async () => {
    await shop.automate([{ key: 'before', type: 'wait_until', params: { at: '{{ order.name }}' } }, task('remind')]);

    const seen = await journey(await win());

    expect(seen.error?.code).toBe('NO_DATE');
    expect(inBrief(seen)).toEqual(['before FAILED', 'remind FAILED_EARLIER']);
  });
});

it('counts the outcomes of each step of a journey', async () => {
  const automation = await shop.automate(sized);
  for (const value of ['150', '50', '40']) await win(value);

  const [from, to] = [new Date(Date.now() - 864e5), new Date(Date.now() + 864e5 * 40)];
  const { data } = await shop.client.raw<{
    automationStats: { steps: { key: string; reached: number; succeeded: number }[] };
  }>(
    `query ($id: ID!, $from: DateTime!, $to: DateTime!) {
      automationStats(automationId: $id, from: $from, to: $to, bucket: DAY) { steps { key reached succeeded } } }`,
    { id: automation, from, to },
  );

  expect(data.automationStats.steps.map(({ key, reached, succeeded }) => [key, reached, succeeded])).toEqual([
    ['size', 3, 3],
    ['big', 1, 1],
    ['bigger', 1, 1],
    ['small', 2, 2],
    ['tiny', 0, 0],
    ['after', 3, 3],
  ]);
});

it('stores and returns a journey as it was written, with masked secrets', async () => {
  const hook = {
    key: 'call',
    type: 'webhook',
    params: { url: 'https://example.com', headers: { Authorization: 'hidden' } },
  };
  const [size] = sized;
  const id = await shop.automate([{ ...size!, otherwise: [hook] }, replied]);

  const read = () =>
    shop.client.raw<{
      automation: {
        version: number;
        actions: { key: string; arms: { name: string }[] | null; otherwise: { params: object }[] | null }[];
      };
    }>(`query ($id: ID!) { automation(id: $id) { version actions { key type params delay arms otherwise } } }`, { id });
  const { automation } = (await read()).data;
  expect(automation.actions.map(({ key, arms }) => [key, arms?.map(({ name }) => name)])).toEqual([
    ['size', ['big', 'small']],
    ['reply', undefined],
  ]);
  expect(automation.actions[0]!.otherwise![0]!.params).toEqual({ ...hook.params, headers: { Authorization: '•••' } });

  // The answer can be sent back: the mask stands for the stored secret, and nothing changes.
  await shop.client.raw(
    'mutation ($id: ID!, $input: UpdateAutomationInput!) { updateAutomation(id: $id, input: $input) { id } }',
    {
      id,
      input: { actions: automation.actions },
    },
  );
  expect((await read()).data.automation).toEqual(automation);
});
