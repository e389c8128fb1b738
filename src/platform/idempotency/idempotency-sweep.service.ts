import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Pulse } from '../pulse/pulse.service.js';
import { ANY_STALE, FORGET } from './idempotency-keys.statements.js';

const EVERY_SECONDS = 60;
const BATCH = 500;
// Limits the deletions of one run, so that other work can proceed.
const BATCHES = 100;

/** Deletes keys older than 24 hours, in small batches. */
@Injectable()
export class IdempotencySweep implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly pulse: Pulse,
  ) {}

  onApplicationBootstrap(): void {
    this.pulse.begin({
      name: 'Forgetting Idempotency-Keys',
      everySeconds: EVERY_SECONDS,
      isDue: ANY_STALE,
      turn: () => this.sweep(),
    });
  }

  /** One run. Several processes may run at the same time. */
  async sweep(): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      if ((await this.database.query(FORGET, [BATCH])).length < BATCH) return;
    }
  }
}
