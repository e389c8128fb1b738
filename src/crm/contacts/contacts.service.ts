import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Json } from '../../kernel/json.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/database/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/graphql/connection.js';
import { checked, idOf } from '../fields/checks.js';
import { fieldChanged } from '../fields/fields.events.js';
import { applyPatch, onlyField, orConflict } from '../fields/patch.js';
import type { ContactRow } from './contact.entity.js';
import { contactPatch, newContact, type ContactPatch, type NewContact } from './contact.input.js';
import { contactCreated } from './contacts.events.js';
import { snapshotOfContact } from './contacts.facts.js';
import { CONTACT_BY_ID, CONTACT_PATCH, CONTACTS, INSERT_CONTACT } from './contacts.statements.js';

const PHONE_TAKEN = 'Another contact has this phone number';

/** The people a workspace deals with. */
@Injectable()
export class ContactsService {
  /** Publishes contact.created. INVALID_INPUT; CONFLICT when the phone number is taken. */
  async create(work: Work, input: NewContact): Promise<ContactRow> {
    const { name, phone, email, city, region, address, customFields } = checked(newContact, input);

    const values = [work.workspaceId, newId(), name, phone, email, city, region, address, customFields ?? {}];
    const [contact] = await work.query<ContactRow>(INSERT_CONTACT, values);
    if (!contact) throw new DomainError('CONFLICT', PHONE_TAKEN);

    work.publish(contactCreated({ contactId: contact.id, contact: snapshotOfContact(contact) }));
    return contact;
  }

  /** Publishes field.changed once for each field that really changed. NOT_FOUND, INVALID_INPUT, CONFLICT. */
  async update(work: Work, id: string, input: ContactPatch): Promise<ContactRow> {
    return (await this.patch(work, id, checked(contactPatch, input))).contact;
  }

  /** Changes one field, base or `customFields.x`, from a value that may be a template's text. */
  async updateField(work: Work, id: string, { field, value }: { field: string; value: Json }): Promise<{ contact: ContactRow; changed: boolean }> {
    return this.patch(work, id, checked(contactPatch, onlyField(CONTACT_PATCH, field, value), []));
  }

  /** NOT_FOUND when there is none. */
  async byId(reader: Reader, id: string): Promise<ContactRow> {
    const [contact] = await reader.query<ContactRow>(CONTACT_BY_ID, [reader.workspaceId, idOf('contact', id)]);
    if (!contact) throw notFound('contact', id);
    return contact;
  }

  /** Newest first; `search` is looked for within name, phone and e-mail. */
  async page(reader: Reader, args: PageArgs & { search?: string | null }): Promise<Connection<ContactRow>> {
    const query = pageQuery(args);
    const search = args.search ? `%${args.search.replaceAll('\0', '').replace(/[\\%_]/g, '\\$&')}%` : null;
    return toConnection(await reader.query<ContactRow>(CONTACTS, [reader.workspaceId, query.afterId, query.limit, search]), query);
  }

  private async patch(work: Work, id: string, { customFields, ...values }: ReturnType<typeof contactPatch.parse>) {
    const patch = { id: idOf('contact', id), values, custom: customFields ?? {} };
    const patched = await orConflict(applyPatch<ContactRow>(work, CONTACT_PATCH, patch), 'contact_phone_key', PHONE_TAKEN);
    if (!patched) throw notFound('contact', id);

    const about = { entityType: 'contact', entityId: id, contactId: id, orderId: null } as const;
    for (const { field, ...values } of patched.changes) work.publish(fieldChanged({ ...about, field: `contact.${field}`, ...values }));
    return { contact: patched.row, changed: patched.changes.length > 0 };
  }
}
