import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { Config } from '../../platform/config/config.js';
import type { Execution } from '../log/execution.js';
import type { Admitted } from './claims.js';
import { Engine } from './engine.js';
import { HeldExecutions } from './held-executions.js';

const HOME = newId();
const SECOND_LOOK_MS = 250;

/** What the engine did, in order. */
let did: string[];
/** Each admission's answer; empty and not crowded when the list is used up. */
let answers: (Partial<Admitted> | Error)[];
let onRoom: (workspaceId: string, isCrowded: boolean) => void;

beforeEach(() => {
  jest.useFakeTimers();
  did = [];
  answers = [];
});

afterEach(() => jest.useRealTimers());

async function answer(): Promise<Admitted> {
  const next = answers.shift() ?? {};
  if (next instanceof Error) throw next;
  return { claimed: [], crowded: [], ...next };
}

function engineOf(environment: Record<string, string> = {}): Engine {
  const config = Config.from({ WORKER_CONCURRENCY: '3', ...environment });
  const database = {
    run: async (statement: string) => (did.push(`ran ${statement}`), statement),
    inOneMessage: (first: string | Error) => {
      did.push('sent both');
      return [first instanceof Error ? Promise.reject(first) : Promise.resolve(first), answer()];
    },
  };
  const claims = {
    workerId: newId(),
    admit: (ids: string[]) => (did.push(`looked in ${ids.length}`), answer()),
    admission: () => ({}),
    handBack: () => Promise.resolve(),
    withSteps: async (claimed: object[]) => claimed.map((each) => ({ ...each, steps: [] })),
  };
  const lanes = {
    go: (begun: unknown[]) => did.push(`began ${begun.length}`),
    drain: () => Promise.resolve(),
    set onRoom(listener: typeof onRoom) {
      onRoom = listener;
    },
  };
  const ports = [
    { load: async () => new Map() },
    new HeldExecutions({} as never),
    lanes,
    { ring: () => did.push('rang') },
    { changed: () => did.push('announced') },
  ];
  return new Engine(...([config, database, claims, ...ports] as unknown as ConstructorParameters<typeof Engine>));
}

/** One execution was admitted. Its event is gone, so that it needs no definition. */
const one = () => ({ claimed: [{ execution: { id: newId(), workspaceId: HOME } as Execution, event: null }] });
const told = (result: unknown) => void did.push(`told ${String(result)}`);
const start = (engine: Engine, statement: unknown = 'start') => engine.queueAndAdmit(statement as never, [HOME], told);
const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('after an admission', () => {
  it('does not look again when nothing else waits', async () => {
    const engine = engineOf();
    answers = [one()];
    await engine.wake([HOME]);
    onRoom(HOME, false);
    await passed(10_000);
    expect(did).toEqual(['looked in 1', 'announced', 'began 1']);
  });

  it('looks once more when others wait, and not again when they still do', async () => {
    const engine = engineOf();
    answers = [{ crowded: [HOME] }, { crowded: [HOME] }];
    await engine.wake([HOME]);
    await passed(SECOND_LOOK_MS - 1);
    expect(did).toEqual(['looked in 1']);
    await passed(10_000);
    expect(did).toEqual(['looked in 1', 'looked in 1']);

    answers = [{ crowded: [HOME] }];
    await engine.wake([HOME]);
    await passed(10_000);
    expect(did).toHaveLength(4);
  });

  it('looks at once when an execution ends for which others wait', async () => {
    engineOf();
    onRoom(HOME, true);
    await passed(0);
    expect(did).toEqual(['looked in 1']);
  });
});

describe('with the statement that queues executions', () => {
  it('sends the admission in the same message, and tells of the start before the execution begins', async () => {
    const engine = engineOf();
    answers = [one()];
    await start(engine);
    await passed(0);
    expect(did).toEqual(['sent both', 'told start', 'announced', 'began 1']);
  });

  it('begins what was admitted although the statement failed, and rejects', async () => {
    const engine = engineOf();
    answers = [one()];
    await expect(start(engine, new Error('no'))).rejects.toThrow('no');
    await passed(0);
    expect(did).toEqual(['sent both', 'announced', 'began 1']);
  });

  it('has told of the start although the admission failed, and admits again', async () => {
    const engine = engineOf();
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    answers = [new Error('no')];
    await start(engine);
    await engine.wake([HOME]);
    expect(did).toEqual(['sent both', 'told start', 'looked in 1']);
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it('looks for what is asked for meanwhile when the message is answered', async () => {
    const engine = engineOf();
    const started = start(engine);
    await engine.wake([newId(), newId()]);
    await started;
    expect(did).toEqual(['sent both', 'told start', 'looked in 2']);
  });

  it.each<[string, Record<string, string>, (engine: Engine) => unknown]>([
    [
      'in a process that runs nothing',
      { ROLE: 'api', DATABASE_URL: 'postgres://db', REDIS_URL: 'redis://redis' },
      () => undefined,
    ],
    ['while it admits', {}, (engine) => void engine.wake([newId()])],
    ['while it has no room', { WORKER_CONCURRENCY: '1' }, (engine) => ((answers = [one()]), engine.wake([newId()]))],
    ['while it drains', {}, (engine) => engine.drain()],
  ])('rings instead %s', async (_, environment, first) => {
    const engine = engineOf(environment);
    await first(engine);
    did = [];
    await start(engine);
    expect(did.filter((each) => !each.startsWith('looked'))).toEqual(['ran start', 'told start', 'rang']);
  });

  it('neither admits nor rings when nothing starts', async () => {
    await engineOf().queueAndAdmit('start' as never, [], told);
    expect(did).toEqual(['ran start', 'told start']);
  });
});
