import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import {
  ADD_PERIOD,
  ANY_WORKSPACE_DUE,
  anyOld,
  BATCH,
  DELETE,
  DROP_PERIOD,
  isAheadMissing,
  OF_KIND,
  PERIODS,
  TAKE_WORKSPACE,
  UNFINISHED,
} from './retention.statements.js';

const EVERY_SECONDS = 60;
// How many rows a turn deletes at most of each kind, and of all workspaces with a retention of their own, so that a worker's other
// polls and the database get their share.
const ROWS = 100 * BATCH;
// Executions are deleted alone, without the rows that are dropped: ten times as many.
const EXECUTIONS = 10 * ROWS;
// A period is this part of the retention, at least a day: few, because a statement that is planned once locks all partitions.
const PERIODS_KEPT = 8;
// So many executions may keep rows of a period that is dropped: they are copied under an exclusive lock.
const MOST_NEEDED = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Deletes the log when it is older than RETENTION_DAYS, period by period, or than its workspace's own retention, row by row. What lives and
 * what the CRM holds is never touched.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap {
  private readonly log = new Logger(Retention.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    const everySeconds = EVERY_SECONDS;
    const isDue = anyOld(this.days, this.periodDays);
    this.pulse.begin({ name: 'Retention', everySeconds, isDue, turn: () => this.sweep() });
    const turn = () => this.sweepWorkspaces();
    this.pulse.begin({ name: 'Retention of workspaces', everySeconds, isDue: ANY_WORKSPACE_DUE, turn });
  }

  private get days(): number {
    return this.config.env.RETENTION_DAYS;
  }

  private get periodDays(): number {
    return Math.max(1, this.days / PERIODS_KEPT);
  }

  /** One turn: at most 500,000 executions and 50,000 rows of each other kind, and the periods that are past. Does nothing while another worker has the turn. */
  async sweep(): Promise<void> {
    await this.addPeriods();
    const past = (await this.database.query<Period>(PERIODS, [this.days])).filter(({ isPast }) => isPast);
    const dropsFrom = past[0]?.firstId ?? AFTER_ALL;
    // In this order: executions free their events and definitions.
    const executions = await this.deletePast('executions', { of: [dropsFrom], atMost: EXECUTIONS });
    await this.deletePast('leftovers');
    if (executions < EXECUTIONS) for (const period of past) await this.drop(period);
    await this.deletePast('events', { of: [dropsFrom] });
    await this.deletePast('definitions');
  }

  /** Adds periods until the last one begins in the future; they are there long before they are needed. */
  private async addPeriods(): Promise<void> {
    const isMissing = `SELECT ${isAheadMissing(this.days, this.periodDays)} AS "isMissing"`;
    for (;;) {
      const [ahead] = await this.database.query<{ isMissing: boolean }>(isMissing);
      if (!ahead!.isMissing) return;
      const [row] = await this.database.query<{ isAdded: boolean }>(ADD_PERIOD, [this.days, this.periodDays]);
      if (!row!.isAdded) return;
    }
  }

  /** Drops a period; if too many executions still need it, deletes its other rows. */
  private async drop({ name, firstId, endId }: Period): Promise<void> {
    const [result] = await this.database.query<{ isDropped: boolean; isNeeded: boolean }>(DROP_PERIOD, [
      this.days,
      name,
      MOST_NEEDED,
    ]);
    if (result!.isDropped) this.log.log({ msg: 'Dropped a period of the log', name, days: this.days });
    if (!result!.isNeeded) return;
    await this.deletePast('steps', { after: firstId, of: [endId] });
    await this.deletePast('events', { after: firstId, of: [endId] });
  }

  private async deletePast(rows: keyof typeof DELETE, walk: Partial<Walk> = {}): Promise<number> {
    const count = await this.deleteOld(DELETE[rows], { days: this.days, atMost: ROWS, ...walk });
    if (count > 0) this.log.log({ msg: `Deleted ${rows} past their retention`, count, days: this.days });
    return count;
  }

  /** One turn: the workspaces that are due, until 50,000 rows are deleted. Each worker takes other workspaces. */
  async sweepWorkspaces(): Promise<void> {
    for (let left = ROWS; left > 0 && !this.pulse.isStopping;) {
      const [workspace] = await this.database.query<DueWorkspace>(TAKE_WORKSPACE, [this.config.env.RETENTION_DAYS]);
      if (!workspace) return;
      const count = await this.deleteOfWorkspace(workspace, left);
      left -= count;
      if (left <= 0) await this.database.query(UNFINISHED, [workspace.id]);
      if (count > 0) this.log.log({ msg: 'Deleted rows past the retention of a workspace', count, ...workspace });
    }
  }

  private async deleteOfWorkspace({ id, days }: DueWorkspace, atMost: number): Promise<number> {
    let deleted = 0;
    for (const rows of OF_KIND)
      for (const { kind } of await this.database.query<{ kind: string }>(rows.kinds, [id]))
        deleted += await this.deleteOld(rows.delete, { days, of: [id, kind], atMost: atMost - deleted });
    return deleted;
  }

  /** Deletes old rows in batches, until none is left or so many are deleted. */
  private async deleteOld(statement: string, { days, after = BEFORE_ALL, of = [], atMost }: Walk): Promise<number> {
    let deleted = 0;
    for (let afterId = after; deleted < atMost;) {
      const [row] = await this.database.query<{ count: number; last: string }>(statement, [days, afterId, ...of]);
      deleted += row!.count;
      if (row!.count < BATCH) break;
      afterId = row!.last;
    }
    return deleted;
  }
}

/** A workspace whose log is due, and for how many days it is kept. */
interface DueWorkspace {
  id: string;
  days: number;
}

interface Period {
  name: string;
  firstId: string;
  endId: string;
  isPast: boolean;
}

interface Walk {
  days: number;
  /** The id after which it begins. */
  after?: string;
  /** The id at which it ends, or the workspace and the kind. */
  of?: string[];
  atMost: number;
}
