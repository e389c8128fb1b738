const TOP = `
  SELECT calls::float8, (total_exec_time + total_plan_time)::float8 AS ms, rows::float8, wal_bytes::float8 AS wal, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query
  FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()
  ORDER BY ms DESC LIMIT 20`;

/** Resets the statement statistics, if they are collected (--statements). */
export async function resetStatements(stage, { name }) {
  if (stage.statements) await stage.query(name, 'SELECT pg_stat_statements_reset()');
}

/** Prints the statements that took Postgres the most time, per unit of work. */
export async function printStatements(stage, { name }, units) {
  if (!stage.statements) return;
  const rows = await stage.query(name, TOP);
  console.log(`    statements of ${name}, per unit of work (${units}):\n    calls     ms    rows  WAL bytes`);
  for (const { calls, ms, rows: count, wal, query } of rows) {
    console.log(
      `    ${(calls / units).toFixed(2).padStart(5)} ${(ms / units).toFixed(3).padStart(6)} ${(count / units).toFixed(2).padStart(7)} ${(wal / units).toFixed(0).padStart(10)}  ${query}`,
    );
  }
}
