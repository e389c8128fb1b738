import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

const ANSWER_WITHIN_MS = 2_000;

/** Resolves with why this process cannot do its work, or null when it can. */
export type ReadinessCheck = () => Promise<string | null>;

/** Whether this process can do its work: the database answers and no higher layer objects. */
@Injectable()
export class Readiness {
  private readonly checks: ReadinessCheck[] = [];

  constructor(private readonly database: Database) {}

  /** Adds a condition of a layer; it is checked only while the database answers. */
  require(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** Resolves within 2 s with the first reason not to be ready, or null. */
  async reason(): Promise<string | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve(SILENT), ANSWER_WITHIN_MS)));
    const reason = await Promise.race([this.ask().catch(() => SILENT), late]);
    clearTimeout(timer);
    return reason;
  }

  private async ask(): Promise<string | null> {
    await this.database.query('SELECT 1');
    for (const check of this.checks) {
      const reason = await check();
      if (reason) return reason;
    }
    return null;
  }
}

const SILENT = `the database does not answer within ${ANSWER_WITHIN_MS / 1_000} s`;
