import { z } from 'zod';
import { defineEvent } from '../platform/events/define-event.js';
import { ShelfError, type Found } from '../platform/discovery.js';
import { factPathsOf } from './trigger-facts.js';
import { defineTrigger } from './trigger.js';
import { TRIGGERS, shelveTriggers } from './triggers.js';

const doorOpened = defineEvent({
  type: 'door.opened',
  payload: z.object({ doorId: z.string() }),
  subject: ({ doorId }) => ({ entityId: doorId }),
});

const doorOpenedTrigger = defineTrigger({
  type: 'door.opened',
  title: 'A door opens',
  description: 'Someone opened a door.',
  on: doorOpened,
  config: z.strictObject({ doorId: z.string().optional() }),
  matches: ({ payload }, { doorId }) => !doorId || payload.doorId === doorId,
  facts: { door: { title: 'Door', schema: z.object({ id: z.string() }), value: ({ doorId }) => ({ id: doorId }) } },
});

const found = (exported: unknown, name = 'doorOpenedTrigger', file = 'door-opened.trigger.ts') => ({
  file,
  exported,
  name,
});

describe('the triggers', () => {
  it('include at least the ten of the specification', () => {
    expect([...TRIGGERS.keys()]).toEqual(
      expect.arrayContaining([
        'contact.created',
        'field.changed',
        'order.created',
        'order.stage_changed',
        'tag.assigned',
        'tag.removed',
        'task.completed',
        'task.overdue',
        'whatsapp.keyword_match',
        'whatsapp.message_received',
      ]),
    );
  });

  it.each([...TRIGGERS.values()])(
    '$type rejects unknown config, and describes every field of its form',
    ({ config }) => {
      expect(config.safeParse({ unheardOf: 1 }).success).toBe(false);
      const { properties = {} } = z.toJSONSchema(config, { io: 'input' });
      for (const property of Object.values(properties))
        expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) });
    },
  );

  it('declare what the ids in their config refer to', () => {
    const { properties } = z.toJSONSchema(TRIGGERS.get('order.stage_changed')!.config, { io: 'input' });
    expect(properties).toMatchObject({
      pipelineId: { reference: 'pipeline', title: 'Pipeline' },
      stageId: { reference: 'stage', within: 'pipelineId', title: 'Target stage' },
      fromStageId: { reference: 'stage' },
    });
  });

  it.each([...TRIGGERS.values()])(
    '$type offers its facts with current and original values, its event and its workspace',
    (trigger) => {
      const facts = factPathsOf(trigger);
      for (const path of ['event.id', 'event.type', 'event.occurredAt', 'workspace.id', 'workspace.name'])
        expect(facts.has(path.split('.'))).toBe(true);
      const own = facts
        .list()
        .map(({ path }) => path)
        .filter((path) => !/^(event|workspace|trigger)\./.test(path));
      expect(own.length).toBeGreaterThan(0);
      expect(facts.list().map(({ path }) => path)).toEqual(
        expect.arrayContaining(own.map((path) => `trigger.${path}`)),
      );
    },
  );

  it.each([
    [
      'order.stage_changed',
      [
        'order.value',
        'order.stage.name',
        'contact.name',
        'contact.phone',
        'contact.customFields.city',
        'contact.tags',
        'fromStage.id',
        'toStage.name',
        'pipeline.name',
      ],
    ],
    ['whatsapp.keyword_match', ['message.text', 'keyword', 'conversation.id', 'contact.tags.first']],
    ['task.overdue', ['task.title', 'task.dueAt', 'contact.name', 'order.name']],
    [
      'field.changed',
      ['field.previous', 'field.current', 'previous', 'current', 'entity.type', 'order.value', 'contact.name'],
    ],
    ['tag.assigned', ['tag.name', 'entity.id', 'contact.name', 'order.value']],
  ])('%s has the documented paths', (type, paths) => {
    const facts = factPathsOf(TRIGGERS.get(type)!);
    expect(paths.filter((path) => !facts.has(path.split('.')))).toEqual([]);
  });

  it('name a fact after the entity it belongs to', () => {
    const titles = new Map(
      factPathsOf(TRIGGERS.get('order.created')!)
        .list()
        .map(({ path, title }) => [path, title]),
    );
    expect([titles.get('order.name'), titles.get('contact.name'), titles.get('trigger.order.name')]).toEqual([
      'Order › Name',
      'Contact › Name',
      'As it was › Order › Name',
    ]);
  });
});

describe('the shelf', () => {
  it('takes a trigger from its file', () => {
    expect([...shelveTriggers([found(doorOpenedTrigger)]).keys()]).toEqual(['door.opened']);
  });

  it.each<[Found[], string]>([
    [[found({ type: 'door.opened' })], 'door-opened.trigger.ts exports no trigger: export defineTrigger('],
    [[found(doorOpenedTrigger), found(doorOpenedTrigger)], 'both define "door.opened": rename one'],
    [
      [found(doorOpenedTrigger, 'doorTrigger')],
      'door-opened.trigger.ts exports doorTrigger: rename it to doorOpenedTrigger',
    ],
    [[found(doorOpenedTrigger, 'doorOpenedTrigger', 'door.trigger.ts')], 'rename the file to door-opened.trigger.ts'],
    [
      [found({ ...doorOpenedTrigger, config: z.strictObject({ at: z.date() }) })],
      "its config can't become JSON Schema",
    ],
    [
      [found({ ...doorOpenedTrigger, config: z.object({}) })],
      'its config ignores unknown keys: make it a z.strictObject',
    ],
    [[found({ ...doorOpenedTrigger, secrets: ['key'] })], 'its config has no "key": correct secrets'],
    ...['event', 'workspace', 'steps', 'trigger'].map((name): [Found[], string] => [
      [found({ ...doorOpenedTrigger, facts: { [name]: {} } })],
      `every trigger has a fact "${name}" already`,
    ]),
  ])('rejects an invalid file, naming the file and the fix', (files, message) => {
    expect(() => shelveTriggers(files)).toThrow(ShelfError);
    expect(() => shelveTriggers(files)).toThrow(message);
  });
});
