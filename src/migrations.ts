import { DataSource } from 'typeorm';
import { WebhookSecrets1700000009500 } from './actions/webhook-secrets.migration.js';
import { Automations1700000003000 } from './automations/automations.migration.js';
import { Crm1700000001000 } from './crm/crm.migration.js';
import { Executions1700000002000 } from './executions/executions.migration.js';
import { dataSourceOptions } from './platform/database/data-source.js';
import { Platform1700000000000 } from './platform/platform.migration.js';
import { RowSecurity1700000009000 } from './row-security.migration.js';

const MIGRATIONS = [Platform1700000000000, Crm1700000001000, Executions1700000002000, Automations1700000003000, RowSecurity1700000009000, WebhookSecrets1700000009500];

/** Brings the database's schema up to date; processes that start together take turns. */
export async function migrate(url: string): Promise<void> {
  const dataSource = new DataSource({ ...dataSourceOptions(url, 2), migrations: MIGRATIONS });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SET lock_timeout = '5min'; SET statement_timeout = '5min'`);
    await lock.query(`SELECT pg_advisory_lock(4800)`);
    await dataSource.runMigrations({ transaction: 'each' });
    await lock.query(`SELECT pg_advisory_unlock(4800)`);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}
