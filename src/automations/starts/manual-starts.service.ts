import { Injectable } from '@nestjs/common';
import { ContactsService } from '../../crm/contacts/contacts.service.js';
import { OrdersService } from '../../crm/orders/orders.service.js';
import type { Execution } from '../../executions/log/execution.js';
import { DomainError, invalidInput } from '../../kernel/errors.js';
import type { Origin } from '../../platform/events/origin.js';
import { storeEvent } from '../../platform/outbox/event-store.js';
import { UnitOfWork } from '../../platform/work/unit-of-work.js';
import type { Work } from '../../platform/work/work.js';
import { automationStartedByHand } from '../../triggers/events/automation-started-by-hand.events.js';
import { manualTrigger } from '../../triggers/library/manual.trigger.js';
import { decisionsOfEvents } from '../decisions/decisions-of-events.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { AutomationsService } from '../editing/automations.service.js';
import type { Automation } from '../store/automation.js';

/** What an automation is started for: one of the two. */
export interface StartedFor {
  contactId?: string | null;
  orderId?: string | null;
}

/** Starts automations for users. */
@Injectable()
export class ManualStarts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly automations: AutomationsService,
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly dispatcher: Dispatcher,
  ) {}

  /**
   * Stores the event, its decision and the execution in one transaction; if the decision is not to start, nothing is stored.
   * INVALID_INPUT; NOT_FOUND for the automation, contact or order; ILLEGAL_STATE with the reason if it does not start.
   */
  async start(origin: Origin, automationId: string, input: StartedFor): Promise<Execution> {
    if (!input.contactId === !input.orderId) throw invalidInput([{ path: ['input'], message: ONE_OF_TWO }]);
    let tell: (() => void) | undefined;
    const execution = await this.unitOfWork.runAsEngine(origin, async (work) => {
      const automation = await this.automations.byId(work, automationId);
      assertStartable(automation, input);
      const about = await this.existing(work, input);
      const event = await storeEvent(work, automationStartedByHand({ automationId: automation.id, ...about }));
      const { executions, tell: told } = await this.dispatcher.dispatchNow(work, event);
      if (executions.length === 0) throw await refusal(work, event.id);
      tell = told;
      return executions[0]!;
    });
    // An earlier request with the same Idempotency-Key has announced it already.
    tell?.();
    return execution;
  }

  private async existing(work: Work, { contactId, orderId }: StartedFor) {
    if (!orderId) return { contactId: (await this.contacts.byId(work, contactId!)).id, orderId: null };
    const order = await this.orders.byId(work, orderId);
    return { contactId: order.contactId, orderId: order.id };
  }
}

const ONE_OF_TWO = 'Give contactId or orderId, one of the two';

function assertStartable({ enabled, body: { trigger } }: Automation, { orderId }: StartedFor): void {
  if (trigger.type !== manualTrigger.type)
    throw new DomainError('ILLEGAL_STATE', `It is not started by hand: its trigger is ${trigger.type}`);
  const { about } = manualTrigger.config.parse(trigger.config);
  const given = orderId ? 'order' : 'contact';
  if (about !== given)
    throw invalidInput([{ path: ['input', `${given}Id`], message: `It starts for a given ${about}: give ${about}Id` }]);
  if (!enabled) throw new DomainError('ILLEGAL_STATE', DISABLED);
}

const DISABLED = 'It is disabled: enable it first';

async function refusal(work: Work, eventId: string): Promise<DomainError> {
  const [decisions] = await decisionsOfEvents(work, [eventId], { first: 1, after: null });
  const [decision] = decisions ?? [];
  // Without a decision it was disabled at this moment.
  return new DomainError('ILLEGAL_STATE', decision ? `${decision.outcome}: ${decision.reason}` : DISABLED);
}
