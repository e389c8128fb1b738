import { BullModule } from '@nestjs/bull';
import { Test } from '@nestjs/testing';
import { BullQueue, EXECUTIONS_QUEUE } from '../../src/executions/queue/bull-queue.js';
import { ExecutionQueue } from '../../src/executions/queue/execution-queue.js';
import { InProcessQueue } from '../../src/executions/queue/in-process-queue.js';
import { WakeProcessor } from '../../src/executions/queue/wake.processor.js';
import { newId } from '../../src/kernel/ids.js';

interface Adapter {
  queue: ExecutionQueue;
  close: () => Promise<void>;
}

async function inProcess(): Promise<Adapter> {
  const queue = new InProcessQueue();
  return { queue, close: async () => queue.onModuleDestroy() };
}

async function overBull(): Promise<Adapter> {
  const module = await Test.createTestingModule({
    imports: [
      BullModule.forRoot({ url: process.env.TEST_REDIS_URL, prefix: `test-${newId()}` }),
      BullModule.registerQueue({ name: EXECUTIONS_QUEUE }),
    ],
    providers: [BullQueue, WakeProcessor],
  }).compile();
  await module.init();
  return { queue: module.get(BullQueue), close: () => module.close() };
}

const adapters: [string, () => Promise<Adapter>][] = [['in-process', inProcess]];
if (process.env.TEST_REDIS_URL) adapters.push(['Bull', overBull]);

describe.each(adapters)('the %s queue', (_, open) => {
  let adapter: Adapter;
  const heard: string[][] = [];
  let hasRoom: boolean;
  let answer: { rung: Promise<void>; ring: () => void };

  beforeEach(async () => {
    adapter = await open();
    heard.length = 0;
    hasRoom = false;
    answer = gate();
    adapter.queue.listen({
      hasRoom: () => hasRoom,
      wake: async (ids) => {
        heard.push(ids);
        answer.ring();
      },
      wakeSleepers: async () => answer.ring(),
    });
  });

  afterEach(() => adapter.close());

  it('delivers a ring to the listener, with its workspaces', async () => {
    adapter.queue.ring(['a', 'b']);
    await answer.rung;
    expect(heard.flat().sort()).toEqual(['a', 'b']);
  });

  it('rings again for the same workspace', async () => {
    adapter.queue.ring(['a']);
    await answer.rung;
    answer = gate();
    adapter.queue.ring(['a']);
    await answer.rung;
    expect(heard).toEqual([['a'], ['a']]);
  });

  it('rings in its own process, synchronously, while it has capacity', async () => {
    adapter.queue.ring(['a']);
    await answer.rung;
    hasRoom = true;
    adapter.queue.ring(['b']);
    expect(heard).toEqual([['a'], ['b']]);
  });

  it('rings for a sleeper when it is due', async () => {
    adapter.queue.ringLater(`${newId()}.1`, 20);
    await answer.rung;
    expect(heard).toEqual([]);
  });

  it('leaves a long sleep to the sweeper', async () => {
    adapter.queue.ringLater(`${newId()}.1`, 3_600_000);
    adapter.queue.ring(['a']);
    await answer.rung;
    expect(heard).toEqual([['a']]);
  });
});

function gate() {
  let ring!: () => void;
  const rung = new Promise<void>((resolve) => (ring = resolve));
  return { rung, ring };
}
