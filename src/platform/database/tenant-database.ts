import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PoolClient, QueryConfig } from 'pg';
import { DataSource } from 'typeorm';
import { isId } from '../../kernel/ids.js';
import { Config } from '../config/config.js';
import { connectTo, cut, poolOf, prepareFor, together, type Connection } from './connection.js';
import { isPooled, TENANT, tenantOptions } from './data-source.js';
import { meteredQuery } from './metered-query.js';
import { prepared, type Prepare } from './prepared.js';
import type { Reader, ReadMeter } from './reader.js';
import { assertSession } from './session.js';

const CONFINE = `SELECT set_config('crm.workspace', $1, false)`;

/**
 * Postgres for the requests of one workspace: row-level security hides all other workspaces, even from a statement that
 * forgets to name its workspace.
 */
@Injectable()
export class TenantDatabase implements OnModuleInit, OnApplicationShutdown {
  private readonly dataSource: DataSource;
  private readonly prepare: Prepare;
  private readonly confined = new WeakMap<PoolClient, string>();

  constructor(
    @InjectDataSource() engine: DataSource,
    private readonly config: Config,
  ) {
    this.dataSource = new DataSource(tenantOptions(engine.options));
    this.prepare = prepareFor(this.dataSource);
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.initialize();
    await assertSession(this.dataSource, Math.ceil(this.config.env.LEASE_SECONDS * 1_000));
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** Begins a transaction that sees only this workspace, in one message. It contains a value because SET takes no parameters. */
  begin(workspaceId: string): string {
    if (!isId(workspaceId)) throw new Error('A transaction of no workspace');
    const role = isPooled(this.dataSource) ? ` SET LOCAL ROLE ${TENANT};` : '';
    return `BEGIN;${role} SET LOCAL crm.workspace = '${workspaceId}'`;
  }

  /** Takes a connection until its runner is released; it sees no rows until its transaction is confined to a workspace. */
  connect(): Promise<Connection> {
    return connectTo(this.dataSource);
  }

  /** A reader of one workspace's committed rows; counts what it reads if a meter is given. */
  reader(workspaceId: string, meter?: ReadMeter): Reader {
    return {
      workspaceId,
      query: <Row>(text: string, values: readonly unknown[] = []) =>
        this.read<Row>(workspaceId, (client) => rowsOf<Row>(client, this.prepare(text, values), meter)),
    };
  }

  private async read<Row>(workspaceId: string, rows: (client: PoolClient) => Promise<Row[]>): Promise<Row[]> {
    const client = await poolOf(this.dataSource).connect();
    try {
      together(client);
      // All are sent together; the result is used only if the confinement succeeded.
      const [, result] = await Promise.all([this.confine(client, workspaceId), rows(client), this.end(client)]);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private async confine(client: PoolClient, workspaceId: string): Promise<void> {
    if (isPooled(this.dataSource)) return void (await client.query(this.begin(workspaceId)));
    if (this.confined.get(client) === workspaceId) return;
    this.confined.set(client, workspaceId);
    await client.query(prepared(CONFINE, [workspaceId]));
  }

  // Through a pooler, a read is a transaction of its own.
  private async end(client: PoolClient): Promise<void> {
    if (isPooled(this.dataSource)) await client.query('COMMIT');
  }
}

async function rowsOf<Row>(client: PoolClient, statement: QueryConfig, meter: ReadMeter | undefined): Promise<Row[]> {
  if (!meter) return (await client.query(statement)).rows as Row[];
  meter.assertLeft();
  // Postgres would send all remaining rows: only closing the connection stops it.
  return meteredQuery<Row>(client, statement, { meter, stop: () => cut(client) });
}
