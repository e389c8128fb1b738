import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import type { Transaction } from '../../platform/work/transaction.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { planOf, type DueSchedule } from '../schedules/plan.js';
import { ADVANCE, ANY_SLOT_WORK, BEGIN, FAIL, FORGET, TAKE_DUE, TAKE_SLOT } from '../schedules/schedules.statements.js';
import { SlotBatches, type OpenSlot } from './slot-batches.js';

const EVERY_SECONDS = 1;
const SCHEDULES = 50;
const OLD_SLOTS = 500;
// Limits one run, so that a process can stop.
const BATCHES = 50;

/** Begins the slots of schedules as they come, and their executions in batches. Any number of processes may do so at once. */
@Injectable()
export class SlotSweep implements OnApplicationBootstrap {
  private readonly log = new Logger(SlotSweep.name);

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly batches: SlotBatches,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for schedules',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_SLOT_WORK,
      turn: () => this.sweep(),
    });
  }

  /** One run: begins the slots that have come, and up to 50 batches of executions. */
  async sweep(): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      await this.begin();
      if (!(await this.advance())) break;
    }
    await this.database.query(FORGET, [OLD_SLOTS]);
  }

  private async begin(): Promise<void> {
    for (;;) {
      const due = await this.unitOfWork.transaction(async ({ query }) => {
        const taken = await query<DueSchedule>(TAKE_DUE, [SCHEDULES]);
        const planned = taken.map(({ automationId, workspaceId, ...schedule }) => ({
          ...{ automationId, workspaceId },
          ...planOf({ automationId, workspaceId, ...schedule }),
        }));
        if (taken.length > 0) await query(BEGIN, [JSON.stringify(planned)]);
        return taken;
      });
      if (due.length < SCHEDULES) return;
    }
  }

  // The cursor moves in the transaction that stores the events: a batch that is cut off is begun again, and none twice.
  private async advance(): Promise<boolean> {
    const taken: OpenSlot[] = [];
    try {
      await this.unitOfWork.transaction(async (transaction) => this.advanceOne(transaction, taken));
    } catch (err) {
      const [slot] = taken;
      if (!slot) throw err;
      const { workspaceId, automationId } = slot;
      this.log.error({ msg: 'A slot of a schedule failed; it is tried again', workspaceId, automationId, err });
      await this.database.query(FAIL, [...keyOf(slot), String(err).slice(0, 1_000)]);
    }
    return taken.length > 0;
  }

  private async advanceOne(transaction: Transaction, taken: OpenSlot[]): Promise<void> {
    const [slot] = await transaction.query<OpenSlot>(TAKE_SLOT);
    if (!slot) return;
    taken.push(slot);
    await transaction.query(ADVANCE, [...keyOf(slot), await this.batches.begin(transaction, slot)]);
  }
}

const keyOf = ({ workspaceId, automationId, slot }: OpenSlot) => [workspaceId, automationId, slot] as const;
