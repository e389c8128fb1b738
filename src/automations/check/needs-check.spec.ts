import type { Subject } from '../../crm/subjects.js';
import { needMistakes, type Needs } from './needs-check.js';

it.each<[Needs | undefined, Subject[], string | undefined]>([
  [undefined, [], undefined],
  [() => null, [], undefined],
  ['contact', ['contact'], undefined],
  [
    'contact',
    ['order'],
    'requires a contact, but events of this trigger have none: choose another trigger or another action',
  ],
  ['order', ['contact', 'order'], undefined],
  [
    'order',
    ['contact'],
    'requires an order, but events of this trigger have none: choose another trigger, or an action on the contact',
  ],
  ['order', [], 'requires an order, but events of this trigger have none: choose another trigger or another action'],
  ['either', ['contact'], undefined],
  ['either', ['order'], undefined],
  ['either', [], 'requires a contact or an order, but'],
  [({ on }) => (on === 'order' ? 'order' : 'either'), ['contact'], 'requires an order'],
])('answers an action that needs %p under a trigger that provides %p with: %p', (needs, brought, message) => {
  expect(needMistakes(needs, { on: 'order' }, brought)).toEqual(
    message ? [{ path: ['type'], message: expect.stringContaining(message) }] : [],
  );
});
