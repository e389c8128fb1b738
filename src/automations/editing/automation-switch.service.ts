import { Injectable } from '@nestjs/common';
import { SleeperCancellation } from '../../executions/upkeep/sleeper-cancellation.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Work } from '../../platform/work/work.js';
import type { Origin } from '../../platform/events/origin.js';
import type { Automation, AutomationInput, SleepingExecutions } from '../store/automation.js';
import { AutomationsService, type Switch, type Target } from './automations.service.js';

/** Makes changes that may end executions of an automation, and ends its sleeping executions after the commit. */
@Injectable()
export class AutomationSwitch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly automations: AutomationsService,
    private readonly sleepers: SleeperCancellation,
  ) {}

  /** Resolves after the commit and, if it is no longer LIVE, after its first 10,000 sleeping executions have ended. */
  setMode(origin: Origin, target: Target, to: Switch): Promise<Automation> {
    return this.change(origin, (work) => this.automations.setMode(work, target, to));
  }

  /** The same for an update, which may disable it too. */
  update(origin: Origin, target: Target, input: AutomationInput): Promise<Automation> {
    return this.change(origin, (work) => this.automations.update(work, target, input));
  }

  /** The same for a deletion. */
  delete(origin: Origin, target: Target, sleeping?: SleepingExecutions | null): Promise<Automation> {
    return this.change(origin, (work) => this.automations.delete(work, target, sleeping));
  }

  /** The same for any change of an automation. */
  async change(origin: Origin, body: (work: Work) => Promise<Automation>): Promise<Automation> {
    const automation = await this.unitOfWork.run(origin, body);
    await this.sleepers.cancel(automation.id);
    return automation;
  }
}
