import { eventScope } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { fieldChangedTrigger } from './field-changed.trigger.js';

const runner = makeTriggerRunner(fieldChangedTrigger);
const payload = {
  entityType: 'order',
  entityId: 'o1',
  contactId: null,
  orderId: 'o1',
  field: 'order.value',
  previous: null,
  current: '100.00',
};

describe('field.changed', () => {
  it.each([
    ['100.00', 100],
    ['100.00', undefined],
    [' L ', 'L'],
    [true, 'true'],
    [null, null],
    [undefined, null],
  ])('matches when the new value is %p and the config requires %p', (current, to) => {
    expect(runner.matches({ ...payload, current }, { field: 'order.value', ...(to !== undefined && { to }) })).toBe(
      true,
    );
  });

  it.each([
    ['100.01', 100],
    [null, ''],
    ['', null],
    [['L'], 'L'],
  ])('does not match when the new value is %p and the config requires %p', (current, to) => {
    expect(runner.matches({ ...payload, current }, { field: 'order.value', to })).toBe(false);
  });

  it('compares by the type of the changed field', () => {
    const became = (field: string, current: unknown, to: unknown) =>
      runner.matches({ ...payload, field, current }, { field, to } as never);
    expect([
      became('order.value', '1.10', '1.1'),
      became('order.name', '1.10', '1.1'),
      became('order.customFields.v', '1.10', '1.1'),
      became('order.customFields.v', 1.1, '1.10'),
    ]).toEqual([true, false, false, true]);
    const types = fieldChangedTrigger.types!;
    expect(
      [
        types({ field: 'order.value' }),
        types({ field: 'contact.name' }),
        types({ field: 'contact.customFields.x' }),
      ].map(({ current }) => current),
    ).toEqual(['decimal', 'text', 'any']);
  });

  it('does not match another field', () => {
    expect(runner.matches(payload, { field: 'order.name' })).toBe(false);
  });

  it.each(['order.value', 'contact.name', 'contact.customFields.size'])('accepts the field %s', (field) => {
    expect(runner.parseConfig({ field })).toEqual({ config: { field } });
  });

  it.each([
    ['order.valeu', 'Unknown field "order.valeu". Did you mean "order.value"? Known: order.name, order.value,'],
    ['order.tags', 'Unknown field "order.tags".'],
    ['value', 'Unknown field "value".'],
    ['order.customFields.', 'A custom field is named by'],
    ['contact.customFields.a.b', 'A custom field is named by'],
  ])('rejects the field %s', (field, message) => {
    expect(runner.parseConfig({ field })).toEqual({
      mistakes: [{ path: ['field'], message: expect.stringContaining(message) }],
    });
  });

  it('offers the changed field with its old and new value', () => {
    expect(eventScope(fieldChangedTrigger, payload as never, {})).toEqual({
      field: { name: 'order.value', previous: null, current: '100.00' },
      previous: null,
      current: '100.00',
      entity: { type: 'order', id: 'o1' },
    });
  });
});
