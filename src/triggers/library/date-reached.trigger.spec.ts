import { broughtBy } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { dateReachedTrigger } from './date-reached.trigger.js';

const runner = makeTriggerRunner(dateReachedTrigger);
const field = 'contact.customFields.birthday';

describe('date.reached', () => {
  it('runs on the day, at nine in UTC, once by default', () => {
    expect(runner.parseConfig({ field })).toEqual({
      config: { field, days: 0, time: '09:00', yearly: false, zone: 'UTC', missed: 'run_once' },
    });
  });

  it('has one slot a day, at its time', () => {
    const { config, timer } = dateReachedTrigger;
    expect(timer!.schedule(config.parse({ field, time: '07:05', zone: 'America/Bogota', missed: 'skip' }))).toEqual({
      cron: '5 7 * * *',
      zone: 'America/Bogota',
      missed: 'skip',
    });
  });

  it.each([
    [{}, 'field'],
    [{ field: 'contact.name' }, 'field'],
    [{ field: 'task.dueAt' }, 'field'],
    [{ field: 'contact.customFields.a.b' }, 'field'],
    [{ field: 'contact.customFields.a b' }, 'field'],
    [{ field, days: 367 }, 'days'],
    [{ field, days: 1.5 }, 'days'],
    [{ field, time: '24:00' }, 'time'],
    [{ field, time: '9:00' }, 'time'],
    [{ field, zone: 'Mars' }, 'zone'],
    [{ field, yearly: 'yes' }, 'yearly'],
  ])('reports the mistake in config %j at %s', (config, path) => {
    const parsed = runner.parseConfig(config);
    expect('mistakes' in parsed && parsed.mistakes.map((each) => each.path)).toEqual([[path]]);
  });

  it('is about the entity that has the date', () => {
    expect(broughtBy(dateReachedTrigger, { field })).toEqual(['contact']);
    expect(broughtBy(dateReachedTrigger, { field: 'order.createdAt' })).toEqual(['contact', 'order']);
  });
});
