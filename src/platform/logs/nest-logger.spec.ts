import { Logger } from '@nestjs/common';
import { pino } from 'pino';
import { NestLogger } from './nest-logger.js';

const lines: string[] = [];
const output = pino({ level: 'trace', base: null, timestamp: false }, { write: (line) => void lines.push(line) });
const log = new Logger('Worker');

/** The fields of the single line that is written meanwhile. */
function written(act: () => void): Record<string, unknown> {
  lines.length = 0;
  act();
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

beforeAll(() => Logger.overrideLogger(new NestLogger(output)));

it.each([
  ['verbose', 10],
  ['debug', 20],
  ['log', 30],
  ['warn', 40],
  ['error', 50],
  ['fatal', 60],
] as const)('writes %s at level %d, with its context', (method, level) => {
  expect(written(() => log[method]('Ready'))).toEqual({ level, context: 'Worker', msg: 'Ready' });
});

it('writes the properties of an object as fields', () => {
  expect(written(() => log.log({ msg: 'Moved', executionId: 'e1' }))).toEqual({
    level: 30,
    context: 'Worker',
    msg: 'Moved',
    executionId: 'e1',
  });
});

it('writes an error under err, with its stack', () => {
  const error = new TypeError('no');

  expect(written(() => log.error(error))).toMatchObject({
    context: 'Worker',
    err: { type: 'TypeError', message: 'no', stack: error.stack },
  });
});

it('creates an error from a message and a stack, as Nest logs some errors', () => {
  const { stack } = new Error('no');

  expect(written(() => log.error('Cannot close', stack))).toMatchObject({
    context: 'Worker',
    err: { message: 'Cannot close', stack },
  });
});

it('puts values into the placeholders of a text', () => {
  expect(written(() => log.warn('%d of %d', 1, 2))).toMatchObject({ msg: '1 of 2' });
});
