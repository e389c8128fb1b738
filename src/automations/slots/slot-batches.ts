import { Injectable } from '@nestjs/common';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { OrdersService } from '../../crm/orders/orders.service.js';
import { DefinitionSecrets } from '../../executions/definition/definition-secrets.js';
import type { DefinitionBody } from '../../executions/definition/definition.js';
import { evaluateThen } from '../../executions/definition/fact-scope.js';
import type { JsonObject } from '../../kernel/json.js';
import type { NewEvent } from '../../platform/events/define-event.js';
import { outside } from '../../platform/events/origin.js';
import { FactLoader } from '../../platform/facts/fact-loader.js';
import { toEventRow } from '../../platform/outbox/event-store.js';
import type { Transaction } from '../../platform/work/transaction.js';
import type { Work } from '../../platform/work/work.js';
import type { SlotEvent, Timer } from '../../triggers/timer.js';
import { TRIGGERS } from '../../triggers/triggers.js';
import { toRule, type Rule } from '../rules/rule.js';
import type { ScheduleSlotEntity } from '../schedules/schedule-slot.entity.js';

/** How many events a batch publishes at most, and how many contacts or orders it looks at. */
const BATCH = 200;
const LOOKED_AT = 2_000;

/** A slot whose executions are not all begun, with its automation as it is now, and the time. */
export type OpenSlot = ScheduleSlotEntity & { isOn: boolean; body: DefinitionBody; now: Date };

/** Publishes the events of slots. */
@Injectable()
export class SlotBatches {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly secrets: DefinitionSecrets,
  ) {}

  /**
   * Publishes the slot's next events: one, or one for each of the next contacts or orders that the conditions allow. Resolves with
   * the last id it looked at, or null if there are no more. A slot of an automation that was disabled ends.
   */
  async begin(transaction: Transaction, slot: OpenSlot): Promise<string | null> {
    const timer = TRIGGERS.get(slot.body.trigger.type)?.timer;
    if (!timer || !slot.isOn) return null;
    const work = transaction.work(outside(slot.workspaceId, { type: 'system', id: null }));
    const rule = this.ruleOf(slot);
    if (!(rule instanceof Error) && timer.over(rule.config) !== 'nothing')
      return this.beginEach(work, slot, { rule, timer });
    // Of an automation that cannot be used, the dispatcher says why.
    work.publish(eventOf(timer, slot, { contactId: null, orderId: null }));
    return null;
  }

  private async beginEach(work: Work, slot: OpenSlot, { rule, timer }: Each): Promise<string | null> {
    const isOfOrders = timer.over(rule.config) === 'orders';
    const date = timer.date?.(rule.config, slot) ?? null;
    const limit = date ? LOOKED_AT : BATCH;
    const looked = await (isOfOrders ? this.orders : this.contacts).members(work, {
      afterId: slot.cursorId,
      until: slot.begunAt,
      ...{ limit, date },
    });
    const fitting = looked.filter(({ fits }) => fits).slice(0, BATCH);
    const events = fitting.map(({ id, contactId }) =>
      eventOf(timer, slot, { contactId, orderId: isOfOrders ? id : null }),
    );
    for (const event of await allowed(work, { rule, events, now: slot.now })) work.publish(event);
    // More may fit behind the last one of a full batch.
    if (fitting.length === BATCH) return fitting.at(-1)!.id;
    return looked.length < limit ? null : looked.at(-1)!.id;
  }

  private ruleOf({ body, workspaceId, automationId }: OpenSlot): Rule | Error {
    try {
      return toRule(this.secrets.open(body, { workspaceId, automationId }));
    } catch (error) {
      return error as Error;
    }
  }
}

type AnyTimer = Timer<JsonObject>;
type Each = { rule: Rule; timer: AnyTimer };

const eventOf = (
  timer: AnyTimer,
  { automationId, slot }: OpenSlot,
  about: Pick<SlotEvent, 'contactId' | 'orderId'>,
): NewEvent => timer.event({ automationId, slot: slot.toISOString(), ...about });

// Without an event nothing is stored of the many for which the conditions are false. The dispatcher decides about the others.
async function allowed(
  work: Work,
  { rule: { trigger, config, conditions }, events, now }: { rule: Rule; events: NewEvent[]; now: Date },
): Promise<NewEvent[]> {
  const facts = new FactLoader(() => work);
  const verdicts = await Promise.all(
    events.map((event) => {
      const row = { ...toEventRow({ origin: work.origin, event }), seq: '0', occurredAt: now };
      return evaluateThen({ trigger, config, event: row }, conditions, facts);
    }),
  );
  return events.filter((_, index) => verdicts[index]!.matched);
}
