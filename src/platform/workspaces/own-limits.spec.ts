import { limitsIn } from './own-limits.js';

const read = (...given: string[]) => limitsIn(given, (mistake) => new Error(mistake));

it("reads limits, and null where the server's are to hold", () => {
  expect(read()).toEqual({});
  expect(read('concurrentExecutions=1000', 'maxAutomations=1', 'requestsPerMinute=default')).toEqual({
    concurrentExecutions: 1_000,
    maxAutomations: 1,
    requestsPerMinute: null,
  });
});

it.each([
  'concurrentExecutions=0',
  'concurrentExecutions=1001',
  'maxAutomations=501',
  'requestsPerMinute=1e3',
  'maxSteps=1',
  'toString=default',
  'maxAutomations',
])('refuses %s', (given) => {
  expect(() => read(given)).toThrow(`"${given}" is no limit`);
});
