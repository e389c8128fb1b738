import { Injectable } from '@nestjs/common';
import type { DefinitionBody } from '../../executions/definition/definition.js';
import type { Work } from '../../platform/work/work.js';
import { nextSlot } from '../../triggers/cron.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import { NEVER } from './plan.js';
import { FOLLOW, NOW, UNFOLLOW } from './schedules.statements.js';

/** An automation as its change leaves it. */
interface Changed {
  id: string;
  /** Whether it decides about events: live, or in the shadow. */
  isOn: boolean;
  body: Pick<DefinitionBody, 'trigger'>;
}

/** The next slots of the automations that are not off that begin by the clock. */
@Injectable()
export class Schedules {
  /** Follows the schedule of an automation after a change; another schedule, and an automation that was off before, begin now. */
  async follow(work: Work, { id, isOn, body: { trigger } }: Changed): Promise<void> {
    const definition = TRIGGERS.get(trigger.type);
    if (!definition?.timer || !isOn) return void (await work.query(UNFOLLOW, [work.workspaceId, id]));
    const { cron, zone, missed } = definition.timer.schedule(definition.config.parse(trigger.config));
    const [row] = await work.query<{ now: Date }>(NOW);
    const nextAt = nextSlot({ cron, zone }, row!.now) ?? NEVER;
    await work.query(FOLLOW, [work.workspaceId, id, cron, zone, missed, nextAt]);
  }
}
