import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { connectTo, poolOf, prepareFor, type Connection } from './connection.js';
import type { Reader } from './reader.js';

/** Postgres for the engine: it sees all workspaces; each statement names its own. */
@Injectable()
export class Database {
  constructor(@InjectDataSource() readonly dataSource: DataSource) {}

  /** Runs one statement outside any transaction. */
  async query<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await poolOf(this.dataSource).query(prepareFor(this.dataSource)(text, values));
    return result.rows as Row[];
  }

  /** A reader of one workspace's committed rows. */
  reader(workspaceId: string): Reader {
    return { workspaceId, query: (text, values) => this.query(text, values) };
  }

  /** Takes a connection until its runner is released. */
  connect(): Promise<Connection> {
    return connectTo(this.dataSource);
  }
}
