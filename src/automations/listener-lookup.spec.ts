import type { StoredEvent } from '../platform/events/stored-event.js';
import { ListenerLookup } from './listener-lookup.js';
import { toRule } from './rule.js';

const won = '01900000-0000-7000-8000-000000000001';
const lost = '01900000-0000-7000-8000-000000000002';
const equal = (field: string, value: unknown) => ({ field, operator: 'equals', value });

const listener = (name: string, config: object, conditions: object | null = null) => ({
  automationId: name, name, version: 1, definitionId: name,
  rule: toRule({ trigger: { type: 'order.stage_changed', config: config as never }, conditions: conditions as never, actions: [] }),
});

const moved = (order: object | undefined) => ({ id: 'e', type: 'order.stage_changed', payload: { toStageId: won, order } }) as unknown as StoredEvent;

function found(order: object | undefined, ...listeners: ReturnType<typeof listener>[]): string[] {
  const lookup = new ListenerLookup();
  for (const each of listeners) lookup.add(each);
  return lookup.find(moved(order)).map(({ name }) => name);
}

it('finds by config, in the order in which they were added', () => {
  const listeners = [listener('a', { stageId: won }), listener('b', { stageId: lost }), listener('c', {}), listener('d', { stageId: won })];
  expect(found({}, ...listeners)).toEqual(['a', 'c', 'd']);
});

it('finds by what must be equal, numbers as numbers', () => {
  const byValue = (name: string, value: unknown) => listener(name, {}, { logic: 'AND', conditions: [equal('order.value', value)] });
  expect(found({ value: '80.00' }, byValue('a', 80), byValue('b', '80.0'), byValue('c', 8))).toEqual(['a', 'b']);
  expect(found({ value: null }, byValue('a', 80))).toEqual([]);
});

it('rules nobody out by what the event does not say', () => {
  const byValue = (value: number) => listener(String(value), {}, { logic: 'AND', conditions: [equal('order.value', value)] });
  expect(found({ name: 'x' }, byValue(80), byValue(8))).toEqual(['80', '8']);
  expect(found(undefined, byValue(80))).toEqual(['80']);
  expect(found({}, listener('contact', {}, { logic: 'AND', conditions: [equal('contact.city', 'Recife')] }))).toEqual(['contact']);
});

it('rules nobody out by what only might be equal', () => {
  const either = { logic: 'OR', conditions: [equal('order.value', 80), equal('order.name', 'x')] };
  expect(found({ value: '8', name: 'x' }, listener('a', {}, either), listener('b', {}, { logic: 'AND', conditions: [either] }))).toEqual(['a', 'b']);
});

it('finds what cannot be used, so that somebody hears of it', () => {
  expect(found({}, { ...listener('a', {}), rule: new Error('broken') as never })).toEqual(['a']);
});
