import type { Client } from 'pg';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { PostgresNames } from '../entities/postgres-names.js';

/** The role that row-level security restricts. */
export const TENANT = 'crm_tenant';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** How a process uses Postgres. */
interface Usage {
  poolSize: number;
  leaseSeconds?: number;
  /** Whether there is a pooler in transaction mode between: then a session may change with every transaction. */
  isPooled: boolean;
}

/**
 * How this project connects to Postgres: times in UTC, pipelined statements, no unlimited waits. With a lease, a process that
 * is silent inside a transaction for longer loses its locks, just as it loses its executions, and every answer has a timeout.
 * Through a pooler the database has these settings: see `assertSession`.
 */
export const dataSourceOptions = (url: string, { poolSize, leaseSeconds, isPooled }: Usage): PostgresOptions => ({
  type: 'postgres',
  url,
  poolSize,
  synchronize: false,
  namingStrategy: new PostgresNames(),
  applicationName: 'crm-automations',
  extra: {
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // Between the pool's listener and TypeORM's there is a moment without one, and an unhandled error would end the process.
    onConnect: (client: Client) => void client.on('error', () => undefined),
    // The server's own limits do not help when its answer is lost; pg destroys the connection when this timeout fires.
    ...(leaseSeconds && { query_timeout: 35_000 }),
    ...(!isPooled && { options: sessionOptions(leaseSeconds) }),
  },
});

const sessionOptions = (leaseSeconds = 30) =>
  `-c timezone=UTC -c statement_timeout=30s -c lock_timeout=15s -c idle_in_transaction_session_timeout=${Math.ceil(leaseSeconds * 1_000)}ms`;

/** Whether the data source connects through a pooler. */
export const isPooled = ({ options }: DataSource) =>
  ((options as PostgresOptions).extra as { options?: string }).options === undefined;

/** The same for the role that row-level security restricts. */
export const tenantOptions = (engine: DataSourceOptions): PostgresOptions => {
  const options = engine as PostgresOptions;
  const extra = options.extra as { options?: string };
  return {
    ...options,
    applicationName: 'crm-automations-tenant',
    extra: extra.options ? { ...extra, options: `${extra.options} -c role=${TENANT}` } : extra,
  };
};
