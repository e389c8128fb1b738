import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Whether this process lives, and whether it can do its work. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** 200 as long as the process answers. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** 200 when the database answers; 503 when not. */
  @Get('ready')
  async ready() {
    try {
      await this.database.query('SELECT 1');
    } catch {
      throw new ServiceUnavailableException({ status: 'not ready', reason: 'the database does not answer' });
    }
    return { status: 'ready' };
  }
}
