import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { outside } from '../../platform/events/origin.js';
import { Poll } from '../../platform/poll.js';
import type { TaskRow } from './task.entity.js';
import { taskOverdue } from './tasks.events.js';
import { snapshotOfTask } from './tasks.facts.js';
import { TAKE_OVERDUE } from './tasks.statements.js';

const BATCH = 200;
const EVERY_MS = 5_000;

type PassedRow = TaskRow & { workspaceId: string; aboutContactId: string | null; overdue: boolean };

/** Tells of each due date that passed while its task was open, once. */
@Injectable()
export class OverdueTasks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly poll = new Poll('The sweep for overdue tasks', EVERY_MS, () => this.sweep());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.runsExecutions) this.poll.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.poll.stop();
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
      work.publish(taskOverdue({ taskId: task.id, contactId: task.aboutContactId, orderId: task.orderId, dueAt: snapshot.dueAt!, task: snapshot }));
    }
    return passed;
  }
}
