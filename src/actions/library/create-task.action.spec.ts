import { jest } from '@jest/globals';
import { anOrderEvent, inStep, mistakesIn, paramsFor } from '../../../test/support/action-context.js';
import type { TasksService } from '../../crm/tasks/tasks.service.js';
import { newId } from '../../kernel/ids.js';
import { CreateTaskAction } from './create-task.action.js';

const taskId = newId();
const create = jest.fn(async (_work: unknown, { dueInMs }: { dueInMs: number | null }) => ({
  id: taskId,
  dueAt: dueInMs === null ? null : new Date(dueInMs),
}));
const action = new CreateTaskAction({ create } as unknown as TasksService);

it("creates a task for the event's contact and order, due relative to the database's clock", async () => {
  const event = anOrderEvent();
  const output = await action.perform(
    paramsFor(CreateTaskAction, { title: 'Call', due: '2d', assigneeId: 7 }),
    inStep(event),
  );
  expect(output).toEqual({ taskId, dueAt: new Date(2 * 86_400_000).toISOString() });
  const about = { contactId: event.contactId, orderId: event.orderId };
  expect(create).toHaveBeenCalledWith(expect.anything(), {
    title: 'Call',
    priority: 'MEDIUM',
    assigneeId: '7',
    dueInMs: 2 * 86_400_000,
    ...about,
  });
});

it('may have no due date', async () => {
  expect(await action.perform(paramsFor(CreateTaskAction, { title: 'Call' }), inStep())).toEqual({
    taskId,
    dueAt: null,
  });
});

it.each([
  [{}, 'title: Required'],
  [{ title: 'Call', due: 'tomorrow' }, 'due: Write a number and s, m, h or d, such as "2d"'],
  [{ title: 'Call', due: '400d' }, 'due: At most 360d'],
  [{ title: 'Call', priority: 'ASAP' }, 'priority: One of LOW, MEDIUM, HIGH, URGENT'],
])('refuses %j', (params, mistake) => {
  expect(mistakesIn(CreateTaskAction, params)).toEqual([mistake]);
});
