import { jest } from '@jest/globals';
import { anOrderEvent, inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { ContactsService } from '../../crm/contacts/contacts.service.js';
import type { OrdersService } from '../../crm/orders/orders.service.js';
import { UpdateFieldAction } from './update-field.action.js';

const contacts = { updateField: jest.fn(async () => ({ changed: true })) };
const orders = { updateField: jest.fn(async () => ({ changed: false })) };
const action = new UpdateFieldAction(contacts as unknown as ContactsService, orders as unknown as OrdersService);

it("changes a field of the trigger's own entity", async () => {
  const event = anOrderEvent();
  const context = inStep(event);
  expect(await action.perform(paramsFor(UpdateFieldAction, { field: 'value', value: 12.5 }), context)).toEqual({
    entityType: 'order',
    entityId: event.orderId,
    changed: false,
  });
  expect(orders.updateField).toHaveBeenCalledWith(context.work, event.orderId, { field: 'value', value: 12.5 });
});

it("takes the entity from the field's own path", async () => {
  const event = anOrderEvent();
  await action.perform(
    paramsFor(UpdateFieldAction, { field: 'contact.customFields.size', value: null }),
    inStep(event),
  );
  expect(contacts.updateField).toHaveBeenCalledWith(expect.anything(), event.contactId, {
    field: 'contact.customFields.size',
    value: null,
  });
});

it.each([
  [
    { field: 'contact.name', value: 'x', entityType: 'order' },
    'field: A field of the other entity: mend this or entityType',
  ],
  [{ field: 'name' }, 'value: Required'],
  [{ value: 1 }, 'field: Required'],
])('refuses %j', (params, mistake) => {
  expect(mistakesIn(UpdateFieldAction, params)).toEqual([mistake]);
});
