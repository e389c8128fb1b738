import type { DataSourceOptions } from 'typeorm';

/** How this project connects to Postgres: times in UTC, statements pipelined, nothing waits for ever. */
export const dataSourceOptions = (url: string, poolSize: number): Extract<DataSourceOptions, { type: 'postgres' }> => ({
  type: 'postgres',
  url,
  poolSize,
  synchronize: false,
  applicationName: 'crm-automations',
  extra: {
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC -c statement_timeout=30s -c lock_timeout=15s -c idle_in_transaction_session_timeout=30s',
  },
});
