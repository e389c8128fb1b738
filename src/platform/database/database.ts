import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { connectTo, poolOf, type Connection } from './connection.js';
import { prepared } from './prepared.js';
import type { Reader } from './reader.js';

/** Postgres as the engine sees it: all workspaces, each statement naming its own. */
@Injectable()
export class Database {
  constructor(@InjectDataSource() readonly dataSource: DataSource) {}

  /** Runs one statement outside any transaction. */
  async query<Row = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await poolOf(this.dataSource).query(prepared(text, values));
    return result.rows as Row[];
  }

  /** A reader of one workspace's committed rows. */
  reader(workspaceId: string): Reader {
    return { workspaceId, query: (text, values) => this.query(text, values) };
  }

  /** A connection held until its runner is released. */
  connect(): Promise<Connection> {
    return connectTo(this.dataSource);
  }
}
