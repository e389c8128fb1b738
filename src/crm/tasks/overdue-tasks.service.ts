import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Transaction } from '../../platform/work/transaction.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import { outside } from '../../platform/events/origin.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import type { TaskRow } from './task.entity.js';
import { taskOverdue } from './tasks.events.js';
import { snapshotOfTask } from './tasks.facts.js';
import { ANY_OVERDUE, TAKE_OVERDUE } from './tasks.statements.js';

const BATCH = 200;
const EVERY_SECONDS = 5;

type PassedRow = TaskRow & { workspaceId: string; aboutContactId: string | null; overdue: boolean };

/** Tells of each due date that passed while its task was open, once. */
@Injectable()
export class OverdueTasks implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'The sweep for overdue tasks',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_OVERDUE,
      turn: () => this.sweep(),
    });
  }

  /** Publishes task.overdue for all that is due, batch by batch, each batch in one transaction; resolves with how many. */
  async sweep(): Promise<number> {
    let published = 0;
    for (;;) {
      const passed = await this.unitOfWork.transaction((transaction) => this.settle(transaction));
      published += passed.filter(({ overdue }) => overdue).length;
      if (passed.length < BATCH) return published;
    }
  }

  private async settle(transaction: Transaction): Promise<PassedRow[]> {
    const passed = await transaction.query<PassedRow>(TAKE_OVERDUE, [BATCH]);
    for (const task of passed.filter(({ overdue }) => overdue)) {
      const work = transaction.work(outside(task.workspaceId, { type: 'system', id: null }));
      const snapshot = snapshotOfTask(task);
      work.publish(
        taskOverdue({
          taskId: task.id,
          contactId: task.aboutContactId,
          orderId: task.orderId,
          dueAt: snapshot.dueAt!,
          task: snapshot,
        }),
      );
    }
    return passed;
  }
}
