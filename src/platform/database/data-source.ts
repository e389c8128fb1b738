import type { Client } from 'pg';
import type { DataSourceOptions } from 'typeorm';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/**
 * How this project connects to Postgres: times in UTC, statements pipelined, nothing waits for ever. With a lease, a process that
 * is silent for longer inside a transaction loses its locks as it has lost its executions, and no answer is waited for past all limits.
 */
export const dataSourceOptions = (url: string, poolSize: number, leaseSeconds?: number): PostgresOptions => ({
  type: 'postgres',
  url,
  poolSize,
  synchronize: false,
  applicationName: 'crm-automations',
  extra: {
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // Between the pool's listener and TypeORM's there is a moment with neither, and an unheard error ends the process.
    onConnect: (client: Client) => void client.on('error', () => undefined),
    // The server's own limits do not help when its answer is lost on the way; pg destroys the connection when this one strikes.
    ...(leaseSeconds && { query_timeout: 35_000 }),
    options: `-c timezone=UTC -c statement_timeout=30s -c lock_timeout=15s -c idle_in_transaction_session_timeout=${Math.ceil((leaseSeconds ?? 30) * 1_000)}ms`,
  },
});

/** The same as the role that row-level security confines. */
export const tenantOptions = (engine: DataSourceOptions): PostgresOptions => {
  const { extra, ...options } = engine as PostgresOptions;
  return { ...options, applicationName: 'crm-automations-tenant', extra: { ...extra, options: `${extra.options} -c role=crm_tenant` } };
};
