import { jest } from '@jest/globals';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import { Pulse } from './pulse.service.js';

/** A pulse over a database in which the named expressions are true. */
function pulse({ runsExecutions } = { runsExecutions: true }) {
  const statements: string[] = [];
  const due = new Set<string>();
  const query = (text: string) => {
    statements.push(text);
    const asked = [...text.matchAll(/\((\w+)\) AS "(\d+)"/g)];
    return Promise.resolve([Object.fromEntries(asked.map(([, isDue, index]) => [index, due.has(isDue!)]))]);
  };
  const beats = new Pulse({ runsExecutions } as Config, { query } as unknown as Database);
  return { statements, due, pulse: beats };
}

const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1_000);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('Pulse', () => {
  it('checks all sweeps in one statement, each at its own interval', async () => {
    const { statements, pulse: beats } = pulse();
    beats.begin({ name: 'a', everySeconds: 1, isDue: 'a', turn: () => Promise.resolve() });
    beats.begin({ name: 'b', everySeconds: 3, isDue: 'b', turn: () => Promise.resolve() });
    await seconds(3);
    expect(statements).toEqual(['SELECT (a) AS "0"', 'SELECT (a) AS "0"', 'SELECT (a) AS "0", (b) AS "1"']);
    await beats.stop();
    await seconds(3);
    expect(statements).toHaveLength(3);
  });

  it('runs the sweeps that have work, and never the same sweep twice at once', async () => {
    const { due, pulse: beats } = pulse();
    const turns: (() => void)[] = [];
    const idle = jest.fn(() => Promise.resolve());
    const turn = () => new Promise<void>((resolve) => turns.push(resolve));
    due.add('work');
    beats.begin({ name: 'busy', everySeconds: 1, isDue: 'work', turn });
    beats.begin({ name: 'idle', everySeconds: 1, isDue: 'none', turn: idle });
    await seconds(3);
    expect(turns).toHaveLength(1);
    turns[0]!();
    await seconds(1);
    expect(turns).toHaveLength(2);
    expect(idle).not.toHaveBeenCalled();
  });

  it('stops after its running turns have finished', async () => {
    const { due, pulse: beats } = pulse();
    let finish!: () => void;
    due.add('work');
    const turn = () => new Promise<void>((resolve) => (finish = resolve));
    beats.begin({ name: 'busy', everySeconds: 1, isDue: 'work', turn });
    await seconds(1);
    let isOver = false;
    const over = beats.stop().then(() => (isOver = true));
    await seconds(1);
    expect(isOver).toBe(false);
    finish();
    await over;
  });

  it('checks nothing in a process that runs no executions', async () => {
    const { statements, pulse: beats } = pulse({ runsExecutions: false });
    beats.begin({ name: 'a', everySeconds: 1, isDue: 'a', turn: () => Promise.resolve() });
    await seconds(2);
    expect(statements).toEqual([]);
  });
});
