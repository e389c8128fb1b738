import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/errors.js';
import { Config } from '../config/config.js';
import { Database } from './database.js';
import { poolOf } from './connection.js';

const MOST_WAITING = 500;
const SHARE_OF_POOL = 4;

/**
 * Finds ids, or counts rows, with statements that are planned for their values each time. It runs as the owner of the tables:
 * row security would keep Postgres from using indexes on text, numbers and JSON. So each statement names its workspace and returns
 * ids and sort keys alone; the rows are read by the tenant's reader. Only a part of the pool is used.
 */
@Injectable()
export class Finder {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    { env }: Config,
  ) {
    this.free = Math.max(1, Math.floor(env.DATABASE_POOL / SHARE_OF_POOL));
  }

  /** Resolves with the rows. RATE_LIMITED while too many wait. */
  async rows<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    await this.enter();
    try {
      return (await poolOf(this.database.dataSource).query(text, values as unknown[])).rows as Row[];
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private async enter(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else if (this.waiting.length >= MOST_WAITING)
      throw new DomainError('RATE_LIMITED', 'Too many searches wait already: try again in a moment');
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
