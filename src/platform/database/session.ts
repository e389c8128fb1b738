import type { DataSource } from 'typeorm';
import { isPooled, TENANT } from './data-source.js';

const SESSION = `
  SELECT current_user AS role, current_database() AS database, s.* FROM (
    SELECT max(setting) FILTER (WHERE name = 'TimeZone') AS zone, min(setting::int) FILTER (WHERE name <> 'TimeZone') AS shortest,
      max(setting::int) FILTER (WHERE name LIKE 'idle%') AS idle
    FROM pg_settings WHERE name IN ('TimeZone', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')) s`;

interface Session {
  role: string;
  database: string;
  zone: string;
  /** The shortest of the timeouts, in milliseconds; 0 if one is missing. */
  shortest: number;
  idle: number;
}

/** Fails, and says what to do, if a tenant's session lacks what it asked for, or what it could not ask for through a pooler. */
export async function assertSession(tenants: DataSource, leaseMs: number): Promise<void> {
  const [session] = await tenants.query<Session[]>(SESSION);
  const { role, database, zone, shortest, idle } = session!;
  // A pooler may be configured to ignore the options of a connection. Row-level security would then hide nothing.
  if (!isPooled(tenants) && role !== TENANT)
    throw new Error(
      `Its connections do not get the role ${TENANT}: if there is a pooler, set DATABASE_POOLER=transaction`,
    );
  if (zone === 'UTC' && shortest > 0 && idle <= leaseMs) return;
  const set = (setting: string, value: string) => `ALTER DATABASE "${database}" SET ${setting} = '${value}';`;
  throw new Error(
    `Through a pooler the database itself must have these settings; run, then reconnect the pooler: ${[
      set('timezone', 'UTC'),
      set('statement_timeout', '30s'),
      set('lock_timeout', '15s'),
      set('idle_in_transaction_session_timeout', `${leaseMs}ms`),
    ].join(' ')}`,
  );
}
