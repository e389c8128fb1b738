import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DomainError, invalidInput, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Json } from '../../kernel/json.js';
import type { Expecting } from '../../kernel/versions.js';
import { normalizePhone } from '../../kernel/checks/phone.js';
import { Finder } from '../../platform/database/finder.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { pageQuery, toConnection, type Connection, type PageArgs } from '../../platform/paging/connection.js';
import { isPlain } from '../../platform/paging/find.js';
import type { CountedConnection } from '../../platform/paging/total-count.js';
import { fitsCustomFields, TOO_LARGE } from '../fields/custom-fields.js';
import { checked, checkedFilter, idOf } from '../../kernel/checks/checks.js';
import { definedValues } from '../custom-fields/defined-values.js';
import { fieldChanged } from '../fields/fields.events.js';
import { membersValues, type Member, type MembersQuery } from '../fields/members.js';
import { applyPatch, onlyField, orConflict } from '../fields/patch.js';
import type { ContactRow } from './contact.entity.js';
import { contactPatch, newContact, type ContactPatch, type NewContact } from './contact.input.js';
import { countContacts, findContacts, type FindContacts } from './contacts.finding.js';
import { contactCreated } from './contacts.events.js';
import { snapshotOfContact } from './contacts.facts.js';
import {
  COMPLETE_CONTACT,
  CONTACT_BY_ID,
  CONTACT_BY_PHONE,
  CONTACT_MEMBERS,
  CONTACT_PATCH,
  CONTACTS,
  DELETE_CONTACT,
  HOLD_CONTACTS,
  INSERT_CONTACTS,
  MATCH_CONTACTS,
} from './contacts.statements.js';

/** The message for a phone number that another contact has. */
export const PHONE_TAKEN = 'Another contact has this phone number';

/** A valid new contact, with the id it gets. */
export type CheckedContact = z.output<typeof newContact> & { id: string };

/** Phone numbers are normalized, e-mail addresses in lower case. */
export interface ContactKeys {
  ids: readonly string[];
  phones: readonly string[];
  emails: readonly string[];
}

/** A contact by what it can be recognized. */
export interface KeyedContact {
  id: string;
  phone: string | null;
  email: string | null;
}

/** The contacts of a workspace. */
@Injectable()
export class ContactsService {
  constructor(private readonly finder: Finder) {}

  /** Publishes contact.created. INVALID_INPUT; CONFLICT if the phone number is taken. */
  async create(work: Work, input: NewContact): Promise<ContactRow> {
    const { customFields: fields, ...values } = checked(newContact, input);
    const customFields = await definedValues(work, 'contact', { fields, at: ['input', 'customFields'] });
    const [contact] = await this.createMany(work, [{ ...values, id: newId(), customFields }]);
    if (!contact) throw new DomainError('CONFLICT', PHONE_TAKEN);
    return contact;
  }

  /** Creates contacts in one statement and publishes contact.created for each. Leaves out those whose phone number is taken. */
  async createMany(work: Work, contacts: readonly CheckedContact[]): Promise<ContactRow[]> {
    if (contacts.length === 0) return [];
    const created = await work.query<ContactRow>(INSERT_CONTACTS, [work.workspaceId, JSON.stringify(contacts)]);

    for (const contact of created)
      work.publish(contactCreated({ contactId: contact.id, contact: snapshotOfContact(contact) }));
    return created;
  }

  /** The committed contacts with one of the ids, phone numbers or e-mail addresses (in lower case); of several with one address, the oldest. */
  async match(workspaceId: string, { ids, phones, emails }: ContactKeys): Promise<KeyedContact[]> {
    return this.finder.rows<KeyedContact>(MATCH_CONTACTS, [workspaceId, ids, phones, emails]);
  }
  /** Publishes field.changed for each field whose value changed. NOT_FOUND, INVALID_INPUT, CONFLICT. */
  async update(work: Work, id: string, { expectedVersion, ...input }: ContactPatch & Expecting): Promise<ContactRow> {
    return (await this.patch(work, id, { ...checked(contactPatch, input), expectedVersion, at: ['input'] })).contact;
  }

  /** Changes one field, base or `customFields.x`, to a value that may be the text of a template. */
  async updateField(
    work: Work,
    id: string,
    { field, value }: { field: string; value: Json },
  ): Promise<{ contact: ContactRow; changed: boolean }> {
    return this.patch(work, id, { ...checked(contactPatch, onlyField(CONTACT_PATCH, field, value), []), at: [] });
  }

  /** Those of the contacts that exist, held until the end of the unit of work. */
  async hold(work: Work, ids: readonly string[]): Promise<ContactRow[]> {
    return work.query<ContactRow>(HOLD_CONTACTS, [work.workspaceId, ids]);
  }

  /** Deletes a held contact to which nothing belongs any more. Publishes nothing. */
  async deleteHeld(work: Work, id: string): Promise<void> {
    await work.query(DELETE_CONTACT, [work.workspaceId, id]);
  }

  /** Gives a held contact the fields of another that it lacks. INVALID_INPUT if its custom fields become too large. */
  async complete(work: Work, id: string, other: ContactRow): Promise<ContactRow> {
    const [contact] = await work.query<ContactRow>(COMPLETE_CONTACT, [work.workspaceId, id, JSON.stringify(other)]);
    if (!fitsCustomFields(contact!.customFields)) throw invalidInput([{ path: ['from'], message: TOO_LARGE }]);
    return contact!;
  }

  /** NOT_FOUND if there is none. */
  async byId(reader: Reader, id: string): Promise<ContactRow> {
    const [contact] = await reader.query<ContactRow>(CONTACT_BY_ID, [reader.workspaceId, idOf('contact', id)]);
    if (!contact) throw notFound('contact', id);
    return contact;
  }

  /** The id of the contact with this phone number, in any notation; null if there is none. */
  async idByPhone(reader: Reader, written: string): Promise<string | null> {
    const phone = normalizePhone(written);
    const [contact] = phone ? await reader.query<{ id: string }>(CONTACT_BY_PHONE, [reader.workspaceId, phone]) : [];
    return contact?.id ?? null;
  }

  /** Contacts in the order of their ids. */
  async members(reader: Reader, query: MembersQuery): Promise<Member[]> {
    return reader.query(CONTACT_MEMBERS, membersValues(reader.workspaceId, query));
  }

  /** Newest first unless ordered otherwise; `search` looks in name, phone and e-mail. INVALID_INPUT for a text that cannot occur there. */
  async page(reader: Reader, args: FindContacts): Promise<CountedConnection<ContactRow>> {
    const { search } = checkedFilter({ search: args.search }, []);
    const page = await (isPlain(args) ? this.newest(reader, args, search) : findContacts(reader, this.finder, args));
    return { ...page, count: () => countContacts(reader.workspaceId, this.finder, args) };
  }

  private async newest(reader: Reader, args: PageArgs, search?: string | null): Promise<Connection<ContactRow>> {
    const query = pageQuery(args);
    const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
    return toConnection(
      await reader.query<ContactRow>(CONTACTS, [reader.workspaceId, query.afterId, query.limit, pattern]),
      query,
    );
  }

  private async patch(
    work: Work,
    id: string,
    {
      at,
      customFields,
      expectedVersion,
      ...values
    }: ReturnType<typeof contactPatch.parse> & Expecting & { at: string[] },
  ) {
    const custom = await definedValues(work, 'contact', { fields: customFields, at: [...at, 'customFields'] });
    const patch = { id: idOf('contact', id), values, custom, expectedVersion };
    const patched = await orConflict(
      applyPatch<ContactRow>(work, CONTACT_PATCH, patch),
      'contact_phone_key',
      PHONE_TAKEN,
    );
    if (!patched) throw notFound('contact', id);

    const about = { entityType: 'contact', entityId: id, contactId: id, orderId: null } as const;
    for (const { field, ...values } of patched.changes)
      work.publish(fieldChanged({ ...about, field: `contact.${field}`, ...values }));
    return { contact: patched.row, changed: patched.changes.length > 0 };
  }
}
