import { Injectable } from '@nestjs/common';
import { idOf } from '../../kernel/checks/checks.js';
import { invalidInput, notFound } from '../../kernel/errors.js';
import { recordInAudit } from '../../platform/audit/audit-log.js';
import { repointEvents } from '../../platform/outbox/events-of-contact.js';
import { Deletions } from '../../platform/work/deletions.js';
import type { Work } from '../../platform/work/work.js';
import type { ContactRow } from '../contacts/contact.entity.js';
import { contactMerged } from '../contacts/contacts.events.js';
import { snapshotOfContact } from '../contacts/contacts.facts.js';
import { ContactsService } from '../contacts/contacts.service.js';
import { giveConversations } from '../conversations/conversation-removal.js';
import { OrdersService } from '../orders/orders.service.js';
import { GIVE_TAGS } from '../tags/tags.statements.js';
import { TasksService } from '../tasks/tasks.service.js';

/** Makes one contact of two. */
@Injectable()
export class ContactMerge {
  constructor(
    private readonly contacts: ContactsService,
    private readonly orders: OrdersService,
    private readonly tasks: TasksService,
    private readonly deletions: Deletions,
  ) {}

  /**
   * Moves orders, tasks, messages, tags, history and unfinished executions of `from` to `into`, gives it the fields that it lacks,
   * and deletes `from`. Publishes contact.merged. NOT_FOUND, INVALID_INPUT.
   */
  async merge(work: Work, merge: { into: string; from: string }): Promise<ContactRow> {
    const [into, from] = [idOf('contact', merge.into), idOf('contact', merge.from)];
    if (into === from) throw invalidInput([{ path: ['from'], message: 'A contact cannot be merged into itself' }]);
    const held = await this.contacts.hold(work, [into, from]);
    const missing = [into, from].find((id) => !held.some((each) => each.id === id));
    if (missing) throw notFound('contact', missing);

    await this.orders.give(work, from, into);
    await this.tasks.give(work, from, into);
    await giveConversations(work, from, into);
    await work.query(GIVE_TAGS, [work.workspaceId, from, into]);
    // The phone number is free only then.
    await this.contacts.deleteHeld(work, from);
    const contact = await this.contacts.complete(
      work,
      into,
      held.find(({ id }) => id === from)!,
    );
    await this.deletions.contactMerged(work, { into, from });
    await repointEvents(work, from, into);

    work.publish(contactMerged({ contactId: into, fromId: from, contact: snapshotOfContact(contact) }));
    await recordInAudit(work, { action: 'contact.merged', subject: { id: into, name: '' } });
    return contact;
  }
}
