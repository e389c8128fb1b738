import type { StoredEvent } from '../../platform/events/stored-event.js';
import { ListenerLookup } from './listener-lookup.js';
import { toRule } from './rule.js';

const won = '01900000-0000-7000-8000-000000000001';
const lost = '01900000-0000-7000-8000-000000000002';
const equal = (field: string, value: unknown) => ({ field, operator: 'equals', value });

const listener = (name: string, config: object, conditions: object | null = null) => ({
  automationId: name,
  name,
  version: 1,
  definitionId: name,
  isShadow: false,
  rule: toRule({
    trigger: { type: 'order.stage_changed', config: config as never },
    conditions: conditions as never,
    actions: [],
  }),
});

const moved = (order: object | undefined) =>
  ({ id: 'e', type: 'order.stage_changed', payload: { toStageId: won, order } }) as unknown as StoredEvent;

function found(order: object | undefined, ...listeners: ReturnType<typeof listener>[]): string[] {
  const lookup = new ListenerLookup();
  for (const each of listeners) lookup.add(each);
  return lookup.find(moved(order)).map(({ name }) => name);
}

it('finds listeners by config, in insertion order', () => {
  const listeners = [
    listener('a', { stageId: won }),
    listener('b', { stageId: lost }),
    listener('c', {}),
    listener('d', { stageId: won }),
  ];
  expect(found({}, ...listeners)).toEqual(['a', 'c', 'd']);
});

it('finds listeners by required values, comparing numbers as numbers', () => {
  const byValue = (name: string, value: unknown) =>
    listener(name, {}, { logic: 'AND', conditions: [equal('order.value', value)] });
  expect(found({ value: '80.00' }, byValue('a', 80), byValue('b', '80.0'), byValue('c', 8))).toEqual(['a', 'b']);
  expect(found({ value: null }, byValue('a', 80))).toEqual([]);
});

it('finds candidates only: a text that looks like a number is compared when the conditions are evaluated', () => {
  const byName = (name: string, value: unknown) =>
    listener(name, {}, { logic: 'AND', conditions: [equal('order.name', value)] });
  expect(found({ name: '1.10' }, byName('a', '1.10'), byName('b', '1.1'), byName('c', '1.2'))).toEqual(['a', 'b']);
  const { conditions } = byName('b', '1.1').rule;
  expect(conditions.evaluate({ order: { name: '1.10' } }).matched).toBe(false);
});

it('compares the value of a changed field by the type of that field', () => {
  const matched = (field: string, current: unknown, value: unknown) =>
    toRule({
      trigger: { type: 'field.changed', config: { field } },
      conditions: { logic: 'AND', conditions: [equal('trigger.current', value)] } as never,
      actions: [],
    }).conditions.evaluate({ trigger: { current } }).matched;
  expect([
    matched('order.value', '1500.00', '1500'),
    matched('order.value', '1500.00', 1500),
    matched('order.name', '1500.00', '1500'),
  ]).toEqual([true, true, false]);
});

it('rules out no listener by values that the event does not contain', () => {
  const byValue = (value: number) =>
    listener(String(value), {}, { logic: 'AND', conditions: [equal('order.value', value)] });
  expect(found({ name: 'x' }, byValue(80), byValue(8))).toEqual(['80', '8']);
  expect(found(undefined, byValue(80))).toEqual(['80']);
  expect(found({}, listener('contact', {}, { logic: 'AND', conditions: [equal('contact.city', 'Recife')] }))).toEqual([
    'contact',
  ]);
});

it('rules out no listener by values that need not be equal', () => {
  const either = { logic: 'OR', conditions: [equal('order.value', 80), equal('order.name', 'x')] };
  expect(
    found(
      { value: '8', name: 'x' },
      listener('a', {}, either),
      listener('b', {}, { logic: 'AND', conditions: [either] }),
    ),
  ).toEqual(['a', 'b']);
});

it('finds unusable automations, so that they are reported', () => {
  expect(found({}, { ...listener('a', {}), rule: new Error('broken') as never })).toEqual(['a']);
});

describe('an event for one automation', () => {
  const manual = (name: string, rule?: Error) => ({
    ...{ automationId: name, name, version: 1, definitionId: name, isShadow: false },
    rule: rule ?? toRule({ trigger: { type: 'manual', config: { about: 'contact' } }, conditions: null, actions: [] }),
  });
  const startedByHand = (automationId: string) =>
    ({
      id: 'e',
      type: 'automation.started_by_hand',
      payload: { automationId, contactId: won, orderId: null },
    }) as unknown as StoredEvent;

  it('reaches no other automation, not even one that cannot be used', () => {
    const lookup = new ListenerLookup();
    for (const each of [manual('a'), manual('b'), manual('c', new Error('Broken'))]) lookup.add(each);
    for (const name of ['a', 'b', 'c']) {
      expect(lookup.find(startedByHand(name)).map((each) => each.name)).toEqual([name]);
      expect(lookup.allFor(startedByHand(name)).map((each) => each.name)).toEqual([name]);
    }
    expect(lookup.find(startedByHand('gone'))).toEqual([]);
    expect(lookup.allFor(startedByHand('gone'))).toEqual([]);
  });
});
