import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { Readiness } from './readiness.js';

/** Liveness and readiness of this process. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** 200 while the process responds, whatever the state of the database. */
  @Get('live')
  live() {
    return { status: 'live' };
  }

  /** 200 if it can do its work, otherwise 503 with the reason. */
  @Get('ready')
  async ready() {
    const reason = await this.readiness.reason();
    if (reason) throw new ServiceUnavailableException({ status: 'not ready', reason });
    return { status: 'ready' };
  }
}
