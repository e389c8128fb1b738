import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { Pulse } from '../../platform/pulse/pulse.service.js';
import {
  ANY_WORKSPACE_DUE,
  anyOld,
  BATCH,
  DELETE,
  OF_KIND,
  TAKE_WORKSPACE,
  UNFINISHED,
} from './retention.statements.js';

const EVERY_SECONDS = 60;
// How many rows a turn deletes at most of each kind, and of all workspaces with a retention of their own, so that a worker's other
// polls and the database get their share.
const ROWS = 100 * BATCH;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Deletes the log when it is older than RETENTION_DAYS or than its workspace's own retention, in small batches; what lives and what the
 * CRM holds is never touched.
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
    const isDue = anyOld(this.config.env.RETENTION_DAYS);
    this.pulse.begin({ name: 'Retention', everySeconds, isDue, turn: () => this.sweep() });
    const turn = () => this.sweepWorkspaces();
    this.pulse.begin({ name: 'Retention of workspaces', everySeconds, isDue: ANY_WORKSPACE_DUE, turn });
  }

  /** One turn: at most 100 batches of 500 of each kind. Does nothing while another worker has the turn. */
  async sweep(): Promise<void> {
    const days = this.config.env.RETENTION_DAYS;
    for (const [kind, statement] of Object.entries(DELETE)) {
      const count = await this.deleteOld(statement, { days, atMost: ROWS });
      if (count > 0) this.log.log({ msg: `Deleted ${kind} past their retention`, count, days });
    }
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
  private async deleteOld(statement: string, { days, of = [], atMost }: Walk): Promise<number> {
    let deleted = 0;
    for (let afterId = BEFORE_ALL; deleted < atMost;) {
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

interface Walk {
  days: number;
  /** The workspace and the kind. */
  of?: string[];
  atMost: number;
}
