import { broughtBy } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { scheduleTrigger } from './schedule.trigger.js';

const runner = makeTriggerRunner(scheduleTrigger);

describe('schedule', () => {
  it('runs missed slots late, in UTC and without an entity by default', () => {
    expect(runner.parseConfig({ cron: '0 9 * * *' })).toEqual({
      config: { cron: '0 9 * * *', zone: 'UTC', missed: 'run_once', over: 'nothing' },
    });
  });

  it.each([
    [{}, 'cron', 'Required'],
    [{ cron: '* * * * * *' }, 'cron', 'five fields'],
    [{ cron: '0 9 * * *', zone: 'Mars/Olympus' }, 'zone', 'time zone'],
    [{ cron: '0 9 * * *', missed: 'run_all' }, 'missed', 'run_once, skip'],
    [{ cron: '0 9 * * *', over: 'tasks' }, 'over', 'nothing, contacts, orders'],
  ])('reports the mistake in config %j at %s: %s', (config, path, message) => {
    expect(runner.parseConfig(config)).toEqual({
      mistakes: [{ path: [path], message: expect.stringContaining(message) }],
    });
  });

  it.each([
    ['nothing', []],
    ['contacts', ['contact']],
    ['orders', ['contact', 'order']],
  ])('over %s provides %j', (over, brought) => {
    expect(broughtBy(scheduleTrigger, { over })).toEqual(brought);
  });
});
