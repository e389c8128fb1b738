import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { ActionRegistry } from './action-registry.service.js';
import { ACTIONS } from './actions.js';

const TYPES = [
  'assign_tag',
  'change_stage',
  'create_order',
  'create_task',
  'duplicate_order',
  'remove_tag',
  'send_whatsapp_media',
  'send_whatsapp_template',
  'send_whatsapp_text',
  'update_field',
  'webhook',
];

async function registry() {
  const classes = [...ACTIONS.values()].map(({ actionClass }) => actionClass);
  const module = await Test.createTestingModule({ providers: [...classes, ActionRegistry] })
    .useMocker(() => ({}))
    .compile();
  await module.init();
  return module.get(ActionRegistry);
}

it('finds every action in the library by its file', async () => {
  const actions = await registry();
  expect(actions.types()).toEqual([...ACTIONS.keys()].sort());
  expect(actions.types()).toEqual(expect.arrayContaining(TYPES));
  for (const type of actions.types()) expect(typeof actions.get(type).instance.perform).toBe('function');
});

it('lists the known types when asked for an unknown one', async () => {
  const actions = await registry();
  expect(() => actions.get('asign_tag')).toThrow(
    `Unknown action "asign_tag". Known: ${[...ACTIONS.keys()].sort().join(', ')}`,
  );
  expect(actions.find('asign_tag')).toBeUndefined();
});

it('gives every param a title for its form', async () => {
  const untitled = (await registry()).descriptions().flatMap(({ type, params }) => {
    const { properties = {} } = z.toJSONSchema(params, { io: 'input' });
    return Object.entries(properties).flatMap(([name, schema]) =>
      (schema as { title?: string }).title ? [] : [`${type}.${name}`],
    );
  });
  expect(untitled).toEqual([]);
});
