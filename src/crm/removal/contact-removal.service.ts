import { Injectable } from '@nestjs/common';
import { idOf } from '../../kernel/checks/checks.js';
import { DomainError, notFound } from '../../kernel/errors.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { eraseEvents } from '../../platform/outbox/events-of-contact.js';
import { Deletions } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import type { ContactRow } from '../contacts/contact.entity.js';
import { contactDeleted } from '../contacts/contacts.events.js';
import { snapshotOfContact } from '../contacts/contacts.facts.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { deleteConversations } from '../conversations/conversation-removal.js';
import { ERASE } from '../conversations/inbound/inbound-webhooks.statements.js';
import { OrdersService } from '../orders/orders.service.js';
import { TasksService } from '../tasks/tasks.service.js';

/** One deletion is one transaction: a contact with more orders than this is not deleted at once. */
const MOST_ORDERS = 1_000;

/** Deletes contacts with all that belongs to them. */
@Injectable()
export class ContactRemoval {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly tasks: TasksService,
    private readonly deletions: Deletions,
  ) {}

  /**
   * Deletes a contact with its orders, tasks, conversations and messages; publishes contact.deleted. With `erase`, its personal
   * data is removed from events, decisions and executions as well, also when it was deleted before. NOT_FOUND; CONFLICT if it has
   * more than 1,000 orders, or if it is to be erased while an automation acts on it.
   */
  async delete(work: Work, contactId: string, { erase }: { erase: boolean }): Promise<{ id: string; erased: boolean }> {
    const id = idOf('contact', contactId);
    const [contact] = await this.contacts.hold(work, [id]);
    const deleted = contact && (await this.deleteHeld(work, contact));
    const isKnown = (erase && (await this.erase(work, id, contact))) || Boolean(deleted);
    if (!isKnown) throw notFound('contact', contactId);

    if (deleted)
      work.publish(contactDeleted({ contactId: id, contact: erase ? null : snapshotOfContact(contact), ...deleted }));
    return { id, erased: erase };
  }

  private async deleteHeld(work: Work, { id }: ContactRow) {
    const orders = await this.orders.holdOf(work, id, MOST_ORDERS + 1);
    if (orders.length > MOST_ORDERS)
      throw new DomainError('CONFLICT', `The contact has more than ${MOST_ORDERS} orders: delete some of them first`);

    const tasks = await this.tasks.deleteAbout(work, id, orders);
    await this.orders.deleteHeld(work, orders);
    const messages = await deleteConversations(work, id);
    await this.contacts.deleteHeld(work, id);
    await this.deletions.subjectDeleted(work, { contactId: id, orderId: null });
    return { orders: orders.length, tasks, messages };
  }

  /** Resolves with whether there was something to erase. */
  private async erase(work: Work, id: string, contact: ContactRow | undefined): Promise<boolean> {
    await this.deletions.contactErased(work, id);
    const events = await eraseEvents(work, id);
    if (contact?.phone) await work.query(ERASE, [work.workspaceId, contact.phone.replace('+', '')]);
    if (!contact && events === 0) return false;
    await recordInAudit(work, { action: 'contact.erased', subject: { id, name: '' } });
    return true;
  }
}
