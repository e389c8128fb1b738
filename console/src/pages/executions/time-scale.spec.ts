import { scaleOf, timelineOf } from './time-scale.ts';

const DAY_MS = 86_400_000;
const at = (ms: number) => new Date(ms).toISOString();

describe('the scale of a timeline', () => {
  it('leaves room for steps of milliseconds beside a delay of a day', () => {
    const steps = [
      { from: 0, to: 10 },
      { from: DAY_MS, to: DAY_MS + 10 },
    ];
    const { place, collapsed } = scaleOf(steps, { from: 0, to: DAY_MS + 10 });
    for (const { from, to } of steps) expect(place(to) - place(from)).toBeGreaterThan(0.4);
    expect(collapsed).toEqual([{ from: 10, to: DAY_MS }]);
  });

  it('draws a short pause to scale', () => {
    const steps = [
      { from: 0, to: 100 },
      { from: 105, to: 200 },
    ];
    const { place, collapsed } = scaleOf(steps, { from: 0, to: 200 });
    expect(collapsed).toEqual([]);
    expect(place(100)).toBeCloseTo(0.5);
  });

  it('maps instants in order to 0 to 1, and clamps those outside', () => {
    const { place } = scaleOf([{ from: 10, to: 20 }], { from: 0, to: 1_000 });
    const places = [-5, 0, 10, 15, 20, 500, 1_000, 2_000].map(place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect([places[0], places.at(-1)]).toEqual([0, 1]);
  });

  it('handles an execution in which nothing has run yet', () => {
    const { place, collapsed } = scaleOf([], { from: 0, to: DAY_MS });
    expect(place(DAY_MS / 2)).toBeCloseTo(0.5);
    expect(collapsed).toEqual([]);
  });

  it('handles an execution that was queued at this instant', () => {
    expect(scaleOf([], { from: 5, to: 5 }).place(5)).toBe(0);
  });
});

describe('the rows of a timeline', () => {
  const done = { startedAt: at(10), completedAt: at(20), status: 'SUCCEEDED' };

  it('show a waiting step as waiting from the end of the previous one until now', () => {
    const waiting = { startedAt: null, completedAt: null, status: 'WAITING' };
    const execution = { queuedAt: at(0), startedAt: at(5), completedAt: null, steps: [done, waiting] };
    expect(timelineOf(execution, 100).steps[1]).toEqual({ ran: null, waited: { from: 20, to: 100 } });
  });

  it('show a running step until now', () => {
    const running = { startedAt: at(30), completedAt: null, status: 'RUNNING' };
    const execution = { queuedAt: at(0), startedAt: at(5), completedAt: null, steps: [done, running] };
    expect(timelineOf(execution, 100).steps[1]).toEqual({ ran: { from: 30, to: 100 }, waited: { from: 20, to: 30 } });
  });

  it('show a wait that ended as waiting, so that what ran keeps its length', () => {
    const wait = { ...done, actionType: 'wait_for_event', startedAt: at(20), completedAt: at(90_000) };
    const next = { ...done, startedAt: at(90_000), completedAt: at(90_010) };
    const execution = { queuedAt: at(0), startedAt: at(5), completedAt: at(90_010), steps: [done, wait, next] };
    const { steps, scale } = timelineOf(execution, 100_000);
    expect(steps[1]).toEqual({ ran: null, waited: { from: 20, to: 90_000 } });
    expect(scale.collapsed).toEqual([{ from: 0, to: 10 }, steps[1]!.waited]);
  });

  it('show nothing for pending and skipped steps', () => {
    const steps = ['PENDING', 'SKIPPED'].map((status) => ({ startedAt: null, completedAt: null, status }));
    const execution = { queuedAt: at(0), startedAt: at(5), completedAt: at(8), steps };
    expect(timelineOf(execution, 100).steps).toEqual(steps.map(() => ({ ran: null, waited: null })));
  });

  it('tolerate a viewer whose clock is slow', () => {
    const execution = { queuedAt: at(1_000), startedAt: null, completedAt: null, steps: [] };
    expect(timelineOf(execution, 0).queue).toEqual({ from: 1_000, to: 1_000 });
  });
});
