import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Reader } from './reader.js';
import { prepared } from './prepared.js';

/** The connection pool of TypeORM's data source, for statements that want no ORM between them and Postgres. */
@Injectable()
export class Database {
  constructor(@InjectDataSource() readonly dataSource: DataSource) {}

  /** Runs one statement outside any transaction. */
  async query<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query(prepared(text, values));
    return result.rows as Row[];
  }

  /** A reader of one workspace's committed rows. */
  reader(workspaceId: string): Reader {
    return { workspaceId, query: (text, values) => this.query(text, values) };
  }

  /** A connection held until its runner is released. */
  async connect(): Promise<{ runner: QueryRunner; client: PoolClient }> {
    const runner = this.dataSource.createQueryRunner();
    return { runner, client: (await runner.connect()) as PoolClient };
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
