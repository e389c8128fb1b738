import { jest } from '@jest/globals';
import { aContactEvent, anOrderEvent, inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { TagsService } from '../../crm/tags/tags.service.js';
import { newId } from '../../kernel/ids.js';
import { AssignTagAction } from './assign-tag.action.js';

const tagId = newId();
const tag = { id: tagId, name: 'Customer' };
const assign = jest.fn(async () => ({ tag, changed: true }));
const assignByName = jest.fn(async () => ({ tag, changed: false }));
const action = new AssignTagAction({ assign, assignByName } as unknown as TagsService);

beforeEach(() => jest.clearAllMocks());

it("tags the trigger's own entity", async () => {
  const event = anOrderEvent();
  const context = inStep(event);
  expect(await action.perform(paramsFor(AssignTagAction, { tagId }), context)).toEqual({
    tagId,
    tagName: 'Customer',
    assigned: true,
  });
  expect(assign).toHaveBeenCalledWith(context.work, { tagId, entityType: 'order', entityId: event.orderId });
});

it('tags the contact of an order if params say so', async () => {
  const event = anOrderEvent();
  await action.perform(paramsFor(AssignTagAction, { tagId, entityType: 'contact' }), inStep(event));
  expect(assign).toHaveBeenCalledWith(expect.anything(), { tagId, entityType: 'contact', entityId: event.contactId });
});

it('finds or creates a tag by name', async () => {
  const context = inStep();
  expect(await action.perform(paramsFor(AssignTagAction, { tagName: 'Customer' }), context)).toEqual({
    tagId,
    tagName: 'Customer',
    assigned: false,
  });
  expect(assignByName).toHaveBeenCalledWith(
    context.work,
    expect.objectContaining({ name: 'Customer', entityType: 'order' }),
  );
});

it('fails permanently if the event has no order to tag', async () => {
  await expect(
    action.perform(paramsFor(AssignTagAction, { tagId, entityType: 'order' }), inStep(aContactEvent())),
  ).rejects.toMatchObject({ code: 'NO_ORDER' });
});

it('requires exactly one of id and name', () => {
  const message = 'tagId: Give tagId or tagName, one of the two';
  expect([mistakesIn(AssignTagAction, {}), mistakesIn(AssignTagAction, { tagId, tagName: 'Customer' })]).toEqual([
    [message],
    [message],
  ]);
});
