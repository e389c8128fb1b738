import { broughtBy } from '../trigger-facts.js';
import { makeTriggerRunner } from '../trigger-runner.js';
import { scheduleTrigger } from './schedule.trigger.js';

const runner = makeTriggerRunner(scheduleTrigger);

describe('schedule', () => {
  it('runs late what was missed, in UTC and for nothing, unless told otherwise', () => {
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
  ])('of config %j says what is wrong with %s: %s', (config, path, message) => {
    expect(runner.parseConfig(config)).toEqual({
      mistakes: [{ path: [path], message: expect.stringContaining(message) }],
    });
  });

  it.each([
    ['nothing', []],
    ['contacts', ['contact']],
    ['orders', ['contact', 'order']],
  ])('over %s brings %j', (over, brought) => {
    expect(broughtBy(scheduleTrigger, { over })).toEqual(brought);
  });
});
