import { Injectable } from '@nestjs/common';
import { normalizePhone } from '../../kernel/checks/phone.js';
import { newId, toId } from '../../kernel/ids.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { BulkKinds } from '../../platform/bulk/bulk-kind.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { contactPatch, newContact, type ContactPatch } from '../contacts/contact.input.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { ContactsService, PHONE_TAKEN, type CheckedContact } from '../contacts/contacts.service.js';
import { TagsService } from '../tags/tags.service.js';
import { ImportKind, type Keyed } from './import-kind.js';
import { readRow, type ReadRow } from './import-mapping.js';
import { failed, parsedBy, planOf, skipped, type ImportPlan, type Planned } from './import-plan.js';

type Update = { id: string; patch: ContactPatch };
type PlannedContact = Planned<CheckedContact, Update>;

/** Contacts from the rows of a table. A contact is there already if one has its id, else its phone number, else its e-mail address. */
@Injectable()
export class ImportContacts extends ImportKind<CheckedContact, Update> {
  static readonly FIELDS = [
    ...['id', 'name', 'phone', 'email', 'city', 'region', 'address', 'timeZone', 'optedOutAt', 'tags', 'customFields'],
  ];
  readonly kind = 'IMPORT_CONTACTS';
  protected readonly entityType = 'contact';
  // Somebody else took the phone number in the meantime.
  protected readonly lost = PHONE_TAKEN;

  constructor(
    kinds: BulkKinds,
    tags: TagsService,
    private readonly contacts: ContactsService,
  ) {
    super(kinds, tags);
  }

  async labels(reader: Reader, ids: readonly string[]): Promise<(string | null)[]> {
    return (await contactsById(reader, ids)).map((contact) => contact?.name ?? null);
  }

  labelOf(input: JsonObject, part: Json): string | null {
    const { name, phone, email } = readRow(planOf(input).columns, part).values;
    return name ?? phone ?? email ?? null;
  }

  protected keyed(row: ReadRow): Keyed {
    const { id, phone, email } = row.values;
    return { ...row, id: toId(id), phone: phone ? normalizePhone(phone) : undefined, email: email?.toLowerCase() };
  }

  // A row may be the duplicate of one before it.
  protected async planner({ workspaceId }: Reader, input: ImportPlan, rows: readonly Keyed[]) {
    const known = await this.known(workspaceId, rows);
    return (row: Keyed): PlannedContact => {
      const match = known.find(row);
      const planned = match ? plannedFor(match, { row, plan: input, known }) : plannedNew(row, input);
      if ('create' in planned) known.add({ ...row, id: planned.create.id });
      if ('update' in planned) known.add({ ...row, id: planned.update.id });
      return planned;
    };
  }

  protected createMany(work: Work, creations: readonly CheckedContact[]) {
    return this.contacts.createMany(work, creations);
  }

  protected update(work: Work, { id, patch }: Update) {
    return this.contacts.update(work, id, patch);
  }

  protected contactIdOf({ id }: CheckedContact | Update): string {
    return id;
  }

  private async known(workspaceId: string, rows: readonly Keyed[]): Promise<Known> {
    const known = new Known();
    const keys = {
      ids: rows.flatMap(({ id }) => id ?? []),
      phones: rows.flatMap(({ phone }) => phone ?? []),
      emails: rows.flatMap(({ email }) => email ?? []),
    };
    for (const contact of await this.contacts.match(workspaceId, keys)) known.add(contact);
    return known;
  }
}

/** Contacts by what they are recognized by; of several with one key, the first. */
class Known {
  private readonly ids = new Set<string>();
  private readonly phones = new Map<string, string>();
  private readonly emails = new Map<string, string>();

  add({
    id,
    phone,
    email,
  }: {
    id: string;
    phone?: string | null | undefined;
    email?: string | null | undefined;
  }): void {
    this.ids.add(id);
    if (phone && !this.phones.has(phone)) this.phones.set(phone, id);
    if (email && !this.emails.has(email)) this.emails.set(email, id);
  }

  find({ id, phone, email }: Keyed): string | undefined {
    if (id && this.ids.has(id)) return id;
    return this.withPhone(phone) ?? (email ? this.emails.get(email) : undefined);
  }

  withPhone(phone: string | undefined): string | undefined {
    return phone ? this.phones.get(phone) : undefined;
  }
}

function plannedNew(row: Keyed, { columns }: ImportPlan): PlannedContact {
  const parsed = parsedBy(newContact, row, columns);
  if ('mistakes' in parsed) return failed(parsed.mistakes);
  const id = newId();
  return { create: { ...parsed.data, id }, tags: row.tags, result: { outcome: 'CREATED', entityId: id } };
}

function plannedFor(id: string, { row, plan, known }: { row: Keyed; plan: ImportPlan; known: Known }): PlannedContact {
  if (plan.onDuplicate === 'SKIP') return skipped(id);
  const parsed = parsedBy(contactPatch, row, plan.columns);
  const owner = known.withPhone(row.phone);
  const taken = owner && owner !== id ? [PHONE_TAKEN] : [];
  if ('mistakes' in parsed) return failed([...parsed.mistakes, ...taken]);
  if (taken.length > 0) return failed(taken);
  return { update: { id, patch: parsed.data }, tags: row.tags, result: { outcome: 'UPDATED', entityId: id } };
}
