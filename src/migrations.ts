import { DataSource } from 'typeorm';
import { ADVISORY_LOCKS } from './platform/database/advisory-locks.js';
import { WebhookSecrets1700000009500 } from './actions/webhook-secrets/webhook-secrets.migration.js';
import { AuditEntries1700000014300 } from './automations/audit-entries.migration.js';
import { Automations1700000003000 } from './automations/automations.migration.js';
import { Drafts1700000015500 } from './automations/drafts.migration.js';
import { InboundHooks1700000017100 } from './automations/inbound-hooks.migration.js';
import { Schedules1700000017200 } from './automations/schedules.migration.js';
import { Crm1700000001000 } from './crm/crm.migration.js';
import { Versions1700000014100 } from './crm/versions.migration.js';
import { LogPartitions1700000019100 } from './log-partitions.migration.js';
import { Executions1700000002000 } from './executions/executions.migration.js';
import { Journeys1700000015000 } from './executions/journeys.migration.js';
import { LogIndexes1700000013000 } from './executions/log-indexes.migration.js';
import { SleeperCancellation1700000012000 } from './executions/sleeper-cancellation.migration.js';
import { LateMessages1700000010000 } from './late-messages.migration.js';
import { Audit1700000014200 } from './platform/audit/audit.migration.js';
import { dataSourceOptions } from './platform/database/data-source.js';
import { applySqlFiles } from './platform/sql-files/sql-files.js';
import { SqlFiles1700000012500 } from './platform/sql-files/sql-files.migration.js';
import { EventActor1700000014000 } from './platform/events/event-actor.migration.js';
import { ContactWishes1700000015600 } from './crm/contact-wishes.migration.js';
import { CustomFields1700000017400 } from './crm/custom-fields/custom-fields.migration.js';
import { AuditReasons1700000017410 } from './automations/audit-reasons.migration.js';
import { Finding1700000016400 } from './crm/finding.migration.js';
import { Bulk1700000018000 } from './platform/bulk/bulk.migration.js';
import { PersonMessages1700000016300 } from './crm/conversations/person-messages.migration.js';
import { Entries1700000016000 } from './executions/entries.migration.js';
import { IdempotencyKeys1700000011000 } from './platform/idempotency/idempotency-keys.migration.js';
import { Platform1700000000000 } from './platform/platform.migration.js';
import { WorkspaceLimits1700000018100 } from './platform/workspaces/workspace-limits.migration.js';
import { WorkspaceRetention1700000019000 } from './platform/workspaces/workspace-retention.migration.js';
import { WorkspaceSettings1700000017600 } from './platform/workspaces/workspace-settings.migration.js';
import { Members1700000017602 } from './platform/members/members.migration.js';
import { WhatsAppAccounts1700000017601 } from './crm/conversations/accounts/whatsapp-accounts.migration.js';
import { RowSecurity1700000009000 } from './row-security.migration.js';

// Those of release 0.1.0 come first. Released migrations are never edited: test/upgrade checks their hashes.
const MIGRATIONS = [
  Platform1700000000000,
  Crm1700000001000,
  Executions1700000002000,
  Automations1700000003000,
  RowSecurity1700000009000,
  WebhookSecrets1700000009500,
  LateMessages1700000010000,
  IdempotencyKeys1700000011000,
  SleeperCancellation1700000012000,
  SqlFiles1700000012500,
  LogIndexes1700000013000,
  EventActor1700000014000,
  Versions1700000014100,
  Audit1700000014200,
  AuditEntries1700000014300,
  Journeys1700000015000,
  Drafts1700000015500,
  ContactWishes1700000015600,
  Entries1700000016000,
  PersonMessages1700000016300,
  Finding1700000016400,
  InboundHooks1700000017100,
  Schedules1700000017200,
  CustomFields1700000017400,
  AuditReasons1700000017410,
  WorkspaceSettings1700000017600,
  WhatsAppAccounts1700000017601,
  Members1700000017602,
  Bulk1700000018000,
  WorkspaceLimits1700000018100,
  WorkspaceRetention1700000019000,
  LogPartitions1700000019100,
];

/** Updates the database's schema; processes that start together run it one after another. */
export async function migrate(url: string, isPooled = false): Promise<void> {
  const dataSource = new DataSource({ ...dataSourceOptions(url, { poolSize: 2, isPooled }), migrations: MIGRATIONS });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // A transaction holds the lock, because a pooler gives a session to others between transactions.
    await lock.startTransaction();
    await lock.query(PATIENCE);
    await lock.query(`SELECT pg_advisory_xact_lock(${ADVISORY_LOCKS.migrations})`);
    await dataSource.runMigrations({ transaction: 'each' });
    await applySqlFiles(lock, new URL('./executions/sql/', import.meta.url));
    await lock.commitTransaction();
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}

const PATIENCE = `SET LOCAL lock_timeout = '5min'; SET LOCAL statement_timeout = '5min'; SET LOCAL idle_in_transaction_session_timeout = 0`;
