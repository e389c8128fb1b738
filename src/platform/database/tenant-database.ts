import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { connectTo, poolOf, together, type Connection } from './connection.js';
import { tenantOptions } from './data-source.js';
import { prepared } from './prepared.js';
import type { Reader } from './reader.js';

const CONFINE = `SELECT set_config('crm.workspace', $1, false)`;

/**
 * Postgres as one workspace sees it, for what is done on behalf of somebody: row-level security hides all others, even
 * from a statement that forgot to name its workspace.
 */
@Injectable()
export class TenantDatabase implements OnModuleInit, OnApplicationShutdown {
  private readonly dataSource: DataSource;
  private readonly confined = new WeakMap<PoolClient, string>();

  constructor(@InjectDataSource() engine: DataSource) {
    this.dataSource = new DataSource(tenantOptions(engine.options));
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.initialize();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** A connection held until its runner is released; it sees nothing until its transaction is confined. */
  connect(): Promise<Connection> {
    return connectTo(this.dataSource);
  }

  /** A reader of one workspace's committed rows. */
  reader(workspaceId: string): Reader {
    return { workspaceId, query: (text, values) => this.read(workspaceId, text, values) };
  }

  private async read<Row>(workspaceId: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = await poolOf(this.dataSource).connect();
    try {
      together(client);
      // Both travel together; what was read counts only if the first held.
      const [, result] = await Promise.all([this.confine(client, workspaceId), client.query(prepared(text, values))]);
      client.release();
      return result.rows as Row[];
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private async confine(client: PoolClient, workspaceId: string): Promise<void> {
    if (this.confined.get(client) === workspaceId) return;
    this.confined.set(client, workspaceId);
    await client.query(prepared(CONFINE, [workspaceId]));
  }
}
