import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { Readiness } from './readiness.js';

/** Whether this process lives, and whether it can do its work. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 as long as the process answers, whatever becomes of the database. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** 200 when it can do its work; 503 with the reason when not. */
  @Get('ready')
  async ready() {
    const reason = await this.readiness.reason();
    if (reason) throw new ServiceUnavailableException({ status: 'not ready', reason });
    return { status: 'ready' };
  }
}
