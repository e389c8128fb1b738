import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { findProcess } from './process-table.js';

/** Locks a folder for this process and returns a function that releases it; the lock of a dead process is ignored. */
export function lockFolder(folder: string): () => void {
  const lock = join(folder, 'server.lock');
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, birth: findProcess(process.pid)?.birth }));
  try {
    // A link is created atomically: nobody reads a half-written lock.
    while (!linked(draft, lock)) evictTheDead(lock, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

function linked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function evictTheDead(lock: string, folder: string): void {
  try {
    const claim = readFileSync(lock, 'utf8');
    refuseIfAlive(claim, folder);
    const aside = `${lock}.dead.${process.pid}`;
    renameSync(lock, aside);
    // Another process may have locked the folder in the meantime: then we moved its lock, so put it back.
    if (readFileSync(aside, 'utf8') !== claim) linked(aside, lock);
    rmSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function refuseIfAlive(claim: string, folder: string): void {
  const { pid, birth } = parse(claim);
  if (pid === undefined || findProcess(pid)?.birth !== birth) return;
  throw new EmbeddedPostgresError(
    `The database folder ${folder} is in use by another running server (process ${pid}): stop that one first, or use another folder.`,
  );
}

function parse(claim: string): { pid?: number; birth?: string } {
  try {
    return JSON.parse(claim) as { pid?: number; birth?: string };
  } catch {
    return {};
  }
}
