/** @jest-environment-options {"ownProduct": true} */
import { newId } from '../../src/kernel/ids.js';
import { ContactsService } from '../../src/crm/contacts/contacts.service.js';
import { itemsOfOrders, ordersRelatedTo } from '../../src/crm/orders/orders.loaders.js';
import { orderFacts } from '../../src/crm/orders/orders.facts.js';
import { OrdersService } from '../../src/crm/orders/orders.service.js';
import { stagesOfPipelines } from '../../src/crm/pipelines/pipelines.loaders.js';
import { PipelinesService } from '../../src/crm/pipelines/pipelines.service.js';
import { TagsService } from '../../src/crm/tags/tags.service.js';
import { startCrm, type CrmApp, type CrmWorkspace } from '../support/crm-app.js';

const PAGE = { first: 100, after: null };

let crm: CrmApp;
let workspace: CrmWorkspace;
let orders: OrdersService;

beforeAll(async () => {
  crm = await startCrm();
  orders = crm.get(OrdersService);
});

beforeEach(async () => {
  workspace = await crm.workspace();
});

afterAll(() => crm.close());

async function pipelineOf(stages: string[], inside = workspace) {
  const pipeline = await inside.change((work) => crm.get(PipelinesService).create(work, { name: 'Sales', stages }));
  const [made] = await stagesOfPipelines(inside.reader, [pipeline.id]);
  return { id: pipeline.id, stages: made!.map(({ id }) => id) as [string, string, ...string[]] };
}

const eventsOf = async (type: string) => (await workspace.events()).filter((event) => event.type === type);

describe('creating an order', () => {
  it('uses the first stage, totals the items and publishes an event with a snapshot', async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const contact = await workspace.change((work) => crm.get(ContactsService).create(work, { name: 'Ana' }));
    const items = [
      { title: 'Beans', quantity: 3, unitPrice: '2.50' },
      { title: 'Cup', sku: 'C-1', quantity: 1, unitPrice: 10 },
    ];

    const order = await workspace.change((work) =>
      orders.create(work, { pipelineId: pipeline.id, contactId: contact.id, items, customFields: { size: 'L' } }),
    );

    expect(order).toMatchObject({
      name: 'Ana',
      value: '17.50',
      stageId: pipeline.stages[0],
      contactId: contact.id,
      customFields: { size: 'L' },
    });
    expect(
      (await itemsOfOrders(workspace.reader, [order.id], PAGE))[0]!.map(({ title, quantity, unitPrice }) => [
        title,
        quantity,
        unitPrice,
      ]),
    ).toEqual([
      ['Beans', 3, '2.50'],
      ['Cup', 1, '10.00'],
    ]);
    const [created] = await eventsOf('order.created');
    expect(created).toMatchObject({ entityId: order.id, orderId: order.id, contactId: contact.id });
    expect(created!.payload).toMatchObject({
      stage: { name: 'New' },
      pipeline: { name: 'Sales' },
      order: { value: '17.50', stage: { name: 'New' }, createdAt: order.createdAt.toISOString() },
    });
  });

  it("refuses another workspace's ids as unknown, and another pipeline's stage as a mistake", async () => {
    const [pipeline, other] = [await pipelineOf(['New', 'Won']), await pipelineOf(['Open', 'Done'])];
    const stranger = await crm.workspace();
    const foreign = await pipelineOf(['A', 'B'], stranger);
    const foreignContact = await stranger.change((work) => crm.get(ContactsService).create(work, { name: 'Eve' }));
    const create = (input: object) =>
      workspace.change((work) => orders.create(work, { pipelineId: pipeline.id, ...input }));

    await expect(create({ pipelineId: foreign.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(create({ stageId: foreign.stages[0] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(create({ contactId: foreignContact.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(create({ contactId: 'nonsense' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(create({ pipelineId: null })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(create({ stageId: other.stages[0] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: ['input', 'stageId'] }],
    });
    expect(await workspace.events()).toEqual([]);
  });

  it('reports every mistake at once', async () => {
    const input = {
      pipelineId: newId(),
      name: ' ',
      value: 'much',
      items: [
        { title: '', quantity: 0 },
        { title: 'x\0', quantity: 1.5, unitPrice: '-1' },
      ],
      customFields: { '1a': 1 },
    };

    const refusal = await workspace.change((work) => orders.create(work, input)).catch((error: unknown) => error);

    const paths = (refusal as { details: { path: unknown[] }[] }).details.map(({ path }) => path.join('.')).sort();
    expect(paths).toEqual([
      'input.customFields.1a',
      'input.items.0.quantity',
      'input.items.0.title',
      'input.items.1.quantity',
      'input.items.1.title',
      'input.items.1.unitPrice',
      'input.name',
      'input.value',
    ]);
  });
});

describe('moving an order', () => {
  it('publishes both stages, in one statement, and nothing the second time', async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const order = await workspace.change((work) => orders.create(work, { pipelineId: pipeline.id, value: '5' }));
    const move = () => workspace.change((work) => orders.moveToStage(work, order.id, { stageId: pipeline.stages[1] }));

    expect(await move()).toMatchObject({ moved: true, order: { stageId: pipeline.stages[1] } });
    expect(await move()).toMatchObject({ moved: false, order: { stageId: pipeline.stages[1] } });

    const moves = await eventsOf('order.stage_changed');
    expect(moves).toHaveLength(1);
    expect(moves[0]!.payload).toMatchObject({
      pipelineId: pipeline.id,
      fromStage: { id: pipeline.stages[0], name: 'New' },
      toStage: { id: pipeline.stages[1], name: 'Won' },
      order: { value: '5.00', stage: { name: 'Won' }, pipeline: { name: 'Sales' } },
    });
  });

  it('stays in its pipeline unless another one is given', async () => {
    const [pipeline, other] = [await pipelineOf(['New', 'Won']), await pipelineOf(['Open', 'Done'])];
    const order = await workspace.change((work) => orders.create(work, { pipelineId: pipeline.id }));
    const move = (to: { stageId: string; pipelineId?: string }) =>
      workspace.change((work) => orders.moveToStage(work, order.id, to));

    await expect(move({ stageId: other.stages[0] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: ['stageId'] }],
    });
    await expect(move({ stageId: pipeline.stages[1], pipelineId: other.id })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await expect(move({ stageId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(move({ stageId: 'nonsense' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await move({ stageId: other.stages[1], pipelineId: other.id })).toMatchObject({
      moved: true,
      order: { pipelineId: other.id },
    });
  });

  it('publishes one chain for many simultaneous moves: each begins where the previous one ended', async () => {
    const pipeline = await pipelineOf(['A', 'B', 'C']);
    const order = await workspace.change((work) => orders.create(work, { pipelineId: pipeline.id }));

    const moves = Array.from({ length: 40 }, (_, turn) =>
      workspace.change((work) => orders.moveToStage(work, order.id, { stageId: pipeline.stages[turn % 3]! })),
    );
    const moved = (await Promise.all(moves)).filter((each) => each.moved).length;

    const told = (await eventsOf('order.stage_changed')).map(({ payload }) => [payload.fromStageId, payload.toStageId]);
    expect(told).toHaveLength(moved);
    expect(told.map(([from]) => from)).toEqual([pipeline.stages[0], ...told.map(([, to]) => to).slice(0, -1)]);
    expect((await orders.byId(workspace.reader, order.id)).stageId).toBe(told.at(-1)![1]);
  });
});

describe('changing an order', () => {
  it('publishes each field that actually changed, and merges custom fields by key', async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const order = await workspace.change((work) =>
      orders.create(work, {
        pipelineId: pipeline.id,
        name: 'Beans',
        customFields: { size: 'L', old: 1, same: { b: 1, a: 2 } },
      }),
    );

    const update = {
      name: 'Beans',
      value: 12.5,
      shippingCity: 'Recife',
      customFields: { size: 'M', old: null, same: { a: 2, b: 1 }, ['new']: [1] },
    };
    const updated = await workspace.change((work) => orders.update(work, order.id, update));

    expect(updated).toMatchObject({
      value: '12.50',
      shippingCity: 'Recife',
      customFields: { size: 'M', same: { a: 2, b: 1 }, new: [1] },
    });
    const changes = (await eventsOf('field.changed')).map(({ payload }) => [
      payload.field,
      payload.previous,
      payload.current,
    ]);
    expect(changes).toEqual([
      ['order.value', '0.00', '12.50'],
      ['order.shippingCity', null, 'Recife'],
      ['order.customFields.size', 'L', 'M'],
      ['order.customFields.old', 1, null],
      ['order.customFields.new', null, [1]],
    ]);
  });

  it('keeps both of two simultaneous changes', async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const order = await workspace.change((work) => orders.create(work, { pipelineId: pipeline.id }));

    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        workspace.change((work) => orders.update(work, order.id, { customFields: { [`f${n}`]: n } })),
      ),
    );

    expect(Object.keys((await orders.byId(workspace.reader, order.id)).customFields)).toHaveLength(30);
    expect(await eventsOf('field.changed')).toHaveLength(30);
  });

  it("accepts a template's text for any field, and lists the fields", async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const order = await workspace.change((work) => orders.create(work, { pipelineId: pipeline.id }));
    const set = (field: string, value: string | number | null) =>
      workspace.change((work) => orders.updateField(work, order.id, { field, value }));

    expect(await set('value', '12.5')).toMatchObject({ changed: true, order: { value: '12.50' } });
    expect(await set('order.value', 12.5)).toMatchObject({ changed: false });
    expect(await set('name', 7)).toMatchObject({ order: { name: '7' } });
    expect(await set('customFields.size', 'L')).toMatchObject({ order: { customFields: { size: 'L' } } });
    await expect(set('value', 'much')).rejects.toMatchObject({ code: 'INVALID_INPUT', details: [{ path: ['value'] }] });
    await expect(set('valu', 1)).rejects.toThrow('Known: name, value');
    await expect(set('customFields.a.b', 1)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: ['field'] }],
    });
  });
});

describe('duplicating an order', () => {
  it('copies items, tags, value and contact, and links both orders', async () => {
    const [pipeline, other] = [await pipelineOf(['New', 'Won']), await pipelineOf(['Open', 'Done'])];
    const contact = await workspace.change((work) => crm.get(ContactsService).create(work, { name: 'Ana' }));
    const source = await workspace.change((work) =>
      orders.create(work, {
        name: 'Beans',
        pipelineId: pipeline.id,
        stageId: pipeline.stages[1],
        contactId: contact.id,
        value: '99',
        items: [{ title: 'Beans', quantity: 2 }],
      }),
    );
    await workspace.change((work) =>
      crm.get(TagsService).assignByName(work, { name: 'VIP', entityType: 'order', entityId: source.id }),
    );

    const copy = await workspace.change((work) => orders.duplicate(work, source.id));
    const bare = await workspace.change((work) =>
      orders.duplicate(work, source.id, {
        pipelineId: other.id,
        copyContact: false,
        copyItems: false,
        copyValue: false,
        copyTags: false,
      }),
    );

    expect(copy).toMatchObject({
      name: 'Beans',
      value: '99.00',
      contactId: contact.id,
      stageId: pipeline.stages[1],
      sourceOrderId: source.id,
    });
    expect(bare).toMatchObject({
      value: '0.00',
      contactId: null,
      pipelineId: other.id,
      stageId: other.stages[0],
      sourceOrderId: source.id,
    });
    const [items, related] = [
      await itemsOfOrders(workspace.reader, [copy.id, bare.id], PAGE),
      await ordersRelatedTo(workspace.reader, [source.id, copy.id], PAGE),
    ];
    expect(items.map((each) => each.length)).toEqual([1, 0]);
    expect(related.map((each) => each.map(({ id }) => id))).toEqual([[bare.id, copy.id], [source.id]]);
    expect((await orderFacts.load(workspace.reader, [copy.id])).get(copy.id)).toMatchObject({
      tags: ['VIP'],
      stage: { name: 'Won' },
    });
    expect((await eventsOf('tag.assigned')).map(({ entityId, contactId }) => [entityId, contactId])).toEqual([
      [source.id, contact.id],
      [copy.id, contact.id],
    ]);
    expect(await eventsOf('order.created')).toHaveLength(3);
  });

  it('can copy only the items into a new order, whose value is their sum', async () => {
    const pipeline = await pipelineOf(['New', 'Won']);
    const source = await workspace.change((work) =>
      orders.create(work, { pipelineId: pipeline.id, items: [{ title: 'Beans', quantity: 2, unitPrice: '1.25' }] }),
    );

    const order = await workspace.change((work) =>
      orders.create(work, { stageId: pipeline.stages[1], source: { orderId: source.id, copyItems: true } }),
    );

    expect(order).toMatchObject({ value: '2.50', pipelineId: pipeline.id, sourceOrderId: null });
    await expect(workspace.change((work) => orders.duplicate(work, newId()))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
