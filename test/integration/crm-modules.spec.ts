/** @jest-environment-options {"ownProduct": true} */
import { newId } from '../../src/kernel/ids.js';
import { contactFacts } from '../../src/crm/contacts/contacts.facts.js';
import { ContactsService } from '../../src/crm/contacts/contacts.service.js';
import { conversationFacts, messageFacts } from '../../src/crm/conversations/conversations.facts.js';
import { ConversationsService } from '../../src/crm/conversations/conversations.service.js';
import { OrdersService } from '../../src/crm/orders/orders.service.js';
import { PipelinesService } from '../../src/crm/pipelines/pipelines.service.js';
import { tagFacts } from '../../src/crm/tags/tags.facts.js';
import { TagsService, type TagAssignment } from '../../src/crm/tags/tags.service.js';
import { OverdueTasks } from '../../src/crm/tasks/overdue-tasks.service.js';
import { taskFacts } from '../../src/crm/tasks/tasks.facts.js';
import { TasksService } from '../../src/crm/tasks/tasks.service.js';
import { startCrm, type CrmApp, type CrmWorkspace } from '../support/crm-app.js';

let crm: CrmApp;
let workspace: CrmWorkspace;

beforeAll(async () => {
  crm = await startCrm();
});

beforeEach(async () => {
  workspace = await crm.workspace();
});

afterAll(() => crm.close());

const contactOf = (input: { name: string; phone?: string }, inside = workspace) =>
  inside.change((work) => crm.get(ContactsService).create(work, input));
const eventsOf = async (type: string) => (await workspace.events()).filter((event) => event.type === type);

async function orderOf(contactId: string | null) {
  return workspace.change(async (work) => {
    const pipeline = await crm.get(PipelinesService).create(work, { name: 'Sales' });
    return crm.get(OrdersService).create(work, { pipelineId: pipeline.id, contactId });
  });
}

describe('contacts', () => {
  it('allows a phone number for one contact only, in any notation', async () => {
    const ana = await contactOf({ name: 'Ana', phone: '+55 (11) 99999-0000' });
    const bia = await contactOf({ name: 'Bia' });

    expect(ana.phone).toBe('+5511999990000');
    await expect(contactOf({ name: 'Twin', phone: '5511999990000' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(
      workspace.change((work) => crm.get(ContactsService).update(work, bia.id, { phone: '+5511999990000' })),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await contactOf({ name: 'Elsewhere', phone: '+5511999990000' }, await crm.workspace())).phone).toBe(
      ana.phone,
    );
    expect((await eventsOf('contact.created')).map(({ entityId, contactId }) => [entityId, contactId])).toEqual([
      [ana.id, ana.id],
      [bia.id, bia.id],
    ]);
  });

  it('changes one field by its path and publishes one event', async () => {
    const ana = await contactOf({ name: 'Ana' });
    const set = (field: string, value: string) =>
      workspace.change((work) => crm.get(ContactsService).updateField(work, ana.id, { field, value }));

    expect(await set('customFields.size', 'L')).toMatchObject({ changed: true });
    expect(await set('contact.customFields.size', 'L')).toMatchObject({ changed: false });
    expect(await set('email', 'ana@example.org')).toMatchObject({ contact: { email: 'ana@example.org' } });
    await expect(set('email', 'nobody')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await eventsOf('field.changed')).map(({ payload }) => payload)).toEqual([
      {
        entityType: 'contact',
        entityId: ana.id,
        contactId: ana.id,
        orderId: null,
        field: 'contact.customFields.size',
        previous: null,
        current: 'L',
      },
      {
        entityType: 'contact',
        entityId: ana.id,
        contactId: ana.id,
        orderId: null,
        field: 'contact.email',
        previous: null,
        current: 'ana@example.org',
      },
    ]);
  });

  it('limits custom fields to 64 KiB, also over several updates', async () => {
    const ana = await contactOf({ name: 'Ana' });
    const add = (name: string) =>
      workspace.change((work) =>
        crm.get(ContactsService).update(work, ana.id, { customFields: { [name]: 'x'.repeat(40_000) } }),
      );

    await add('one');
    await expect(add('two')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(Object.keys((await crm.get(ContactsService).byId(workspace.reader, ana.id)).customFields)).toEqual(['one']);
  });
});

describe('tags', () => {
  it('are assigned and removed once for twenty simultaneous requests', async () => {
    const tags = crm.get(TagsService);
    const contact = await contactOf({ name: 'Ana' });
    const order = await orderOf(contact.id);
    const vip = await workspace.change((work) => tags.create(work, { name: 'VIP' }));
    const on = (entityType: TagAssignment['entityType'], entityId: string) => ({ tagId: vip.id, entityType, entityId });

    const twenty = (change: 'assign' | 'remove', assignment: TagAssignment) =>
      Promise.all(Array.from({ length: 20 }, () => workspace.change((work) => tags[change](work, assignment))));
    for (const assignment of [on('contact', contact.id), on('order', order.id)]) {
      expect((await twenty('assign', assignment)).filter(({ changed }) => changed)).toHaveLength(1);
      expect((await twenty('remove', assignment)).filter(({ changed }) => changed)).toHaveLength(1);
    }

    const told = (await workspace.events())
      .filter(({ type }) => type.startsWith('tag.'))
      .map(({ type, entityId, contactId, orderId }) => [type, entityId, contactId, orderId]);
    expect(told).toEqual([
      ['tag.assigned', contact.id, contact.id, null],
      ['tag.removed', contact.id, contact.id, null],
      ['tag.assigned', order.id, contact.id, order.id],
      ['tag.removed', order.id, contact.id, order.id],
    ]);
  });

  it("treat another workspace's rows like rows that do not exist", async () => {
    const tags = crm.get(TagsService);
    const stranger = await crm.workspace();
    const vip = await workspace.change((work) => tags.create(work, { name: 'VIP' }));
    const foreign = await contactOf({ name: 'Eve' }, stranger);
    const foreignTag = await stranger.change((work) => tags.create(work, { name: 'VIP' }));
    const mine = await contactOf({ name: 'Ana' });

    for (const [tagId, entityId] of [
      [vip.id, foreign.id],
      [foreignTag.id, mine.id],
      ['nonsense', mine.id],
      [vip.id, 'nonsense'],
    ] as const) {
      await expect(
        workspace.change((work) => tags.assign(work, { tagId, entityType: 'contact', entityId })),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('have unique names, in any case, even if ten are created at once', async () => {
    const tags = crm.get(TagsService);

    const contacts = await Promise.all(Array.from({ length: 10 }, () => contactOf({ name: 'Ana' })));
    const assigned = await Promise.all(
      contacts.map(({ id }, n) =>
        workspace.change((work) =>
          tags.assignByName(work, { name: n % 2 ? 'São Paulo' : 'SÃO PAULO', entityType: 'contact', entityId: id }),
        ),
      ),
    );
    const made = assigned.map(({ tag }) => tag);

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await tags.findByName(workspace.reader, 'são  paulo'))!.id).toBe(made[0]!.id);
    expect((await tagFacts.load(workspace.reader, [made[0]!.id])).size).toBe(1);
    await expect(workspace.change((work) => tags.create(work, { name: 'são paulo' }))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('tasks', () => {
  it('publish their creation, with the contact of their order, and nothing when they are refused', async () => {
    const tasks = crm.get(TasksService);
    const [contact, other] = [await contactOf({ name: 'Ana' }), await contactOf({ name: 'Bruno' })];
    const order = await orderOf(contact.id);
    const create = (about: object) => workspace.change((work) => tasks.create(work, { title: 'Call', ...about }));

    const ofOrder = await create({ orderId: order.id });
    const ofBoth = await create({ contactId: other.id, orderId: order.id });
    const ofNothing = await create({});
    await expect(create({ contactId: newId() })).rejects.toThrow('No contact');
    await expect(create({ orderId: newId() })).rejects.toThrow('No order');

    expect((await eventsOf('task.created')).map((each) => [each.entityId, each.contactId, each.orderId])).toEqual([
      [ofOrder.id, contact.id, order.id],
      [ofBoth.id, other.id, order.id],
      [ofNothing.id, null, null],
    ]);
    const [told] = await eventsOf('task.created');
    expect(told!.payload.task).toEqual((await taskFacts.load(workspace.reader, [ofOrder.id])).get(ofOrder.id));
  });

  it('are completed once, and the event contains the contact of their order', async () => {
    const tasks = crm.get(TasksService);
    const contact = await contactOf({ name: 'Ana' });
    const order = await orderOf(contact.id);
    const task = await workspace.change((work) => tasks.create(work, { title: 'Call', orderId: order.id }));

    expect(task).toMatchObject({ status: 'OPEN', priority: 'MEDIUM', contactId: null, dueAt: null });
    const completed = await Promise.all(
      Array.from({ length: 10 }, () => workspace.change((work) => tasks.complete(work, task.id))),
    );
    expect(new Set(completed.map(({ status, completedAt }) => `${status} ${completedAt!.toISOString()}`)).size).toBe(1);
    const [told, ...more] = await eventsOf('task.completed');
    expect([told!.contactId, told!.orderId, more]).toEqual([contact.id, order.id, []]);
    expect((await taskFacts.load(workspace.reader, [task.id])).get(task.id)).toMatchObject({ status: 'COMPLETED' });
    await expect(workspace.change((work) => tasks.create(work, { title: 'x', contactId: newId() }))).rejects.toThrow(
      'No contact',
    );
    await expect(
      workspace.change((work) => tasks.create(work, { title: 'x', contactId: contact.id, orderId: newId() })),
    ).rejects.toThrow('No order');
  });

  it('become overdue once per due date, despite four simultaneous sweeps, but not when completed or postponed', async () => {
    const [tasks, overdue] = [crm.get(TasksService), crm.get(OverdueTasks)];
    const create = (title: string, dueInMs: number) =>
      workspace.change((work) => tasks.create(work, { title, dueInMs }));
    const [late, done, putOff] = [
      await create('late', 60_000),
      await create('done', 60_000),
      await create('put off', 60_000),
    ];
    const [day, firstDate] = [86_400_000, putOff.dueAt!];
    await workspace.change((work) => tasks.complete(work, done.id));
    await workspace.change((work) => tasks.update(work, putOff.id, { dueAt: new Date(firstDate.getTime() + day) }));
    expect(await overdue.sweep()).toBe(0);

    await crm.database.advanceClock('2 minutes');
    for (let round = 0; round < 2; round++) await Promise.all(Array.from({ length: 4 }, () => overdue.sweep()));
    expect((await eventsOf('task.overdue')).map(({ entityId, payload }) => [entityId, payload.dueAt])).toEqual([
      [late.id, late.dueAt!.toISOString()],
    ]);

    // A date that was postponed before it passed may be set again; an already published one is not published again.
    await workspace.change((work) => tasks.update(work, putOff.id, { dueAt: firstDate }));
    await workspace.change((work) => tasks.update(work, late.id, { dueAt: new Date(late.dueAt!.getTime() + day) }));
    await workspace.change((work) => tasks.update(work, late.id, { dueAt: late.dueAt }));
    await overdue.sweep();
    expect((await eventsOf('task.overdue')).map(({ entityId }) => entityId)).toEqual([late.id, putOff.id]);
  });

  it('are all found overdue, even more than one batch, in the order of their due dates', async () => {
    await workspace.change(async (work) => {
      for (let n = 0; n < 450; n++) void (await crm.get(TasksService).create(work, { title: `t${n}`, dueInMs: n }));
    });
    await crm.database.advanceClock('1 minute');

    expect(await crm.get(OverdueTasks).sweep()).toBe(450);
    expect(await eventsOf('task.overdue')).toHaveLength(450);
  });
});

describe('conversations', () => {
  it('store a message from the provider once for fifty simultaneous deliveries', async () => {
    const conversations = crm.get(ConversationsService);
    const input = { phone: '+55 11 98888-0000', text: 'Hi', contactName: 'Ana', providerMessageId: 'wamid.1' };

    const received = await Promise.all(
      Array.from({ length: 50 }, () => workspace.change((work) => conversations.receive(work, input))),
    );
    const again = await workspace.change((work) =>
      conversations.receive(work, { ...input, phone: '+5511977770000', text: 'other' }),
    );

    expect(new Set([...received, again].map(({ id, text }) => `${id} ${text}`)).size).toBe(1);
    expect((await workspace.events()).map(({ type }) => type)).toEqual([
      'contact.created',
      'whatsapp.message_received',
    ]);
    const [created, told] = await workspace.events();
    expect(created!.payload.contact).toMatchObject({ name: 'Ana', phone: '+5511988880000', customFields: {} });
    expect(told).toMatchObject({
      entityId: again.id,
      contactId: again.contactId,
      payload: { conversationId: again.conversationId, message: { text: 'Hi', kind: 'TEXT', direction: 'INBOUND' } },
    });
    expect((await conversations.byContact(workspace.reader, again.contactId, {})).edges).toHaveLength(1);
  });

  it('create one contact and one conversation per number, even for simultaneous messages', async () => {
    const conversations = crm.get(ConversationsService);

    const received = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        workspace.change((work) => conversations.receive(work, { phone: '5511966660000', text: `n${n}` })),
      ),
    );

    expect(new Set(received.map(({ contactId, conversationId }) => `${contactId} ${conversationId}`)).size).toBe(1);
    expect(await eventsOf('contact.created')).toHaveLength(1);
    expect(await eventsOf('whatsapp.message_received')).toHaveLength(20);
    const facts = [
      await conversationFacts.load(workspace.reader, [received[0]!.conversationId]),
      await messageFacts.load(
        workspace.reader,
        received.map(({ id }) => id),
      ),
    ];
    expect(facts.map(({ size }) => size)).toEqual([1, 20]);
    expect(
      (await contactFacts.load(workspace.reader, [received[0]!.contactId])).get(received[0]!.contactId),
    ).toMatchObject({ name: '+5511966660000', tags: [] });
  });

  it('can be written to for 24 hours after the last inbound message', async () => {
    const conversations = crm.get(ConversationsService);
    const ana = await contactOf({ name: 'Ana', phone: '+5511955550000' });
    expect(await conversations.windowOpenUntil(workspace.reader, ana.id)).toBeNull();

    const { createdAt } = await workspace.change((work) =>
      conversations.receive(work, { phone: ana.phone!, text: 'Hi' }),
    );
    expect((await conversations.windowOpenUntil(workspace.reader, ana.id))!.getTime()).toBe(
      createdAt.getTime() + 86_400_000,
    );

    await crm.database.advanceClock('24 hours');
    expect(await conversations.windowOpenUntil(workspace.reader, ana.id)).toBeNull();
  });

  it("never move an outbound message's status backwards, in whatever order reports arrive", async () => {
    const conversations = crm.get(ConversationsService);
    const ana = await contactOf({ name: 'Ana', phone: '+5511944440000' });
    const message = { messageId: newId(), contactId: ana.id, kind: 'TEXT', text: 'Hello' } as const;
    const prepare = () => workspace.change((work) => conversations.prepareOutbound(work, message));
    const settle = (status: 'SENT' | 'FAILED' | 'UNKNOWN' | 'DELIVERED' | 'READ', more: object = {}) =>
      workspace.change((work) =>
        conversations.settleOutbound(work, message.messageId, { status, provider: 'local', ...more }),
      );

    expect(await prepare()).toEqual({ messageId: message.messageId, phone: ana.phone, optedOutAt: null });
    expect(await settle('FAILED', { error: { code: 'TIMEOUT', message: 'x' } })).toBe(true);
    expect(await prepare()).toEqual({ messageId: message.messageId, phone: ana.phone, optedOutAt: null });
    expect([
      await settle('DELIVERED', { providerMessageId: 'wamid.9' }),
      await settle('SENT'),
      await settle('READ'),
      await settle('FAILED'),
      await settle('UNKNOWN'),
    ]).toEqual([true, false, true, false, false]);
    await expect(prepare()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await conversations.outbound(workspace.reader, null, 'wamid.9')).toMatchObject({ id: message.messageId });
    expect((await conversations.byContact(workspace.reader, ana.id, {})).edges[0]!.node).toMatchObject({
      status: 'READ',
      provider: 'local',
      error: null,
    });
  });

  it('cannot be opened with a contact that has no phone number', async () => {
    const ana = await contactOf({ name: 'Ana' });
    const prepare = (contactId: string) =>
      workspace.change((work) =>
        crm.get(ConversationsService).prepareOutbound(work, { messageId: newId(), contactId, kind: 'TEXT', text: 'x' }),
      );

    await expect(prepare(ana.id)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(prepare(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(crm.get(ConversationsService).byContact(workspace.reader, newId(), {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
