import type { Writable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

/** A connection of TypeORM's pool, for statements that want no ORM between them and Postgres. */
export interface Connection {
  runner: QueryRunner;
  client: PoolClient;
}

/** A connection held until its runner is released. */
export async function connectTo(dataSource: DataSource): Promise<Connection> {
  const runner = dataSource.createQueryRunner();
  return { runner, client: (await runner.connect()) as PoolClient };
}

/** The pool behind a data source. */
export const poolOf = (dataSource: DataSource) => (dataSource.driver as unknown as { master: Pool }).master;

/** Sends in one write what is sent in this turn of the event loop: a system call saved is a tenth of a statement's cost. */
export function together(client: PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
