import { Config } from '../../platform/config/config.js';
import type { Execution } from '../log/execution.js';
import { Sweeper } from './sweeper.js';

/** A sweeper whose moves end when they are released. */
function sweeper() {
  const moves: (() => void)[] = [];
  const order: string[] = [];
  const mover = { move: () => new Promise<Execution[]>((resolve) => moves.push(() => resolve([]))) };
  const engine = { drain: () => Promise.resolve(void order.push('drained')) };
  const [late, metrics] = [{ sweep: () => Promise.resolve() }, { found: () => undefined }];
  const pulse = { stop: () => Promise.resolve() };
  const parts = [Config.from({}), null, engine, mover, null, metrics, late, null, pulse];
  return { moves, order, sweeper: Reflect.construct(Sweeper, parts) as Sweeper };
}

const turns = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('Sweeper', () => {
  it('lets its process end only after it has announced the sleepers that it is waking', async () => {
    const { moves, order, sweeper: sweeps } = sweeper();
    void sweeps.wakeSleepers();
    await turns();
    expect(moves).toHaveLength(1);

    const ended = sweeps.onModuleDestroy().then(() => order.push('ended'));
    await turns();
    expect(order).toEqual([]);
    moves[0]!();
    await ended;
    expect(order).toEqual(['drained', 'ended']);
  });

  it('wakes nothing for a ring that comes while its process is ending', async () => {
    const { moves, sweeper: sweeps } = sweeper();
    await sweeps.onModuleDestroy();
    await sweeps.wakeSleepers();
    expect(moves).toEqual([]);
  });
});
