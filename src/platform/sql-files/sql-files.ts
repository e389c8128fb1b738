import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { QueryRunner } from 'typeorm';

/**
 * Runs the SQL files of a folder whose text has changed since their last run, so functions can change without a migration.
 * A file must work on any state of its objects: CREATE OR REPLACE, or DROP IF EXISTS first.
 */
export async function applySqlFiles(runner: QueryRunner, folder: URL): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const applied = (await runner.query(`SELECT name, hash FROM sql_file`)) as { name: string; hash: string }[];
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    if (applied.some((each) => each.name === name && each.hash === hash)) continue;
    await runner.startTransaction();
    try {
      await runner.query(text);
      await runner.query(
        `INSERT INTO sql_file (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash`,
        [name, hash],
      );
      await runner.commitTransaction();
    } catch (error) {
      await runner.rollbackTransaction();
      throw error;
    }
  }
}
