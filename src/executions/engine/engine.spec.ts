import { jest } from '@jest/globals';
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
let answers: Partial<Admitted>[];
let onRoom: (workspaceId: string, isCrowded: boolean) => void;

beforeEach(() => {
  jest.useFakeTimers();
  did = [];
  answers = [];
});

afterEach(() => jest.useRealTimers());

function answer(): Admitted {
  return { claimed: [], crowded: [], ...answers.shift() };
}

function engineOf(): Engine {
  const config = Config.from({ WORKER_CONCURRENCY: '3' });
  const claims = {
    workerId: newId(),
    admit: (ids: string[]) => (did.push(`looked in ${ids.length}`), Promise.resolve(answer())),
  };
  const lanes = {
    go: (begun: unknown[]) => did.push(`began ${begun.length}`),
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
  return new Engine(...([config, claims, ...ports] as unknown as ConstructorParameters<typeof Engine>));
}

/** One execution was admitted. Its event is gone, so that it needs no definition. */
const one = () => ({
  claimed: [{ execution: { id: newId(), workspaceId: HOME } as Execution, event: null, steps: [] }],
});
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
