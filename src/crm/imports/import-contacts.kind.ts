import { Injectable, type OnModuleInit } from '@nestjs/common';
import { normalizePhone } from '../../kernel/checks/phone.js';
import { newId, toId } from '../../kernel/ids.js';
import type { Json, JsonObject } from '../../kernel/json.js';
import { BulkKinds, type BulkKind, type Part, type PartResult } from '../../platform/bulk/bulk-kind.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Work } from '../../platform/work/work.js';
import { contactPatch, newContact, type ContactPatch } from '../contacts/contact.input.js';
import { contactsById } from '../contacts/contacts.loaders.js';
import { ContactsService, PHONE_TAKEN, type CheckedContact } from '../contacts/contacts.service.js';
import { TagsService } from '../tags/tags.service.js';
import { readRow, type ReadRow } from './import-mapping.js';
import {
  conforming,
  failed,
  inSlices,
  parsedBy,
  planOf,
  skipped,
  type ImportPlan,
  type Planned,
} from './import-plan.js';

type PlannedContact = Planned<CheckedContact, { id: string; patch: ContactPatch }>;
type Keyed = ReadRow & { id: string | undefined; phone: string | undefined; email: string | undefined };

/** Contacts from the rows of a table. A contact is there already if one has its id, else its phone number, else its e-mail address. */
@Injectable()
export class ImportContacts implements BulkKind, OnModuleInit {
  static readonly FIELDS = [
    ...['id', 'name', 'phone', 'email', 'city', 'region', 'address', 'timeZone', 'optedOutAt', 'tags', 'customFields'],
  ];
  readonly kind = 'IMPORT_CONTACTS';
  readonly partName = 'Row';

  constructor(
    private readonly kinds: BulkKinds,
    private readonly contacts: ContactsService,
    private readonly tags: TagsService,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
  }

  async perform(work: Work, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]> {
    const { rows, plan } = await this.planner(work, planOf(input), parts);
    const created = new Set<string>();
    const planned = await inSlices(rows, plan, async (slice) => {
      const creations = slice.flatMap((each) => ('create' in each ? each.create : []));
      for (const { id } of await this.contacts.createMany(work, creations)) created.add(id);
    });
    for (const each of planned)
      if ('update' in each) await this.contacts.update(work, each.update.id, each.update.patch);
    const lost = (each: PlannedContact) => 'create' in each && !created.has(each.create.id);
    const tagged = planned.flatMap((each) => ('tags' in each && !lost(each) ? [tagsOf(each)] : []));
    await this.tags.assignMany(work, 'contact', tagged);
    // Somebody else took the phone number in the meantime.
    return planned.map((each) => (lost(each) ? failed([PHONE_TAKEN]).result : each.result));
  }

  async check(reader: Reader, input: JsonObject, parts: readonly Part[]): Promise<PartResult[]> {
    const { rows, plan } = await this.planner(reader, planOf(input), parts);
    const planned = await inSlices(rows, plan, () => Promise.resolve());
    return planned.map(({ result }) => result);
  }

  labels = async (reader: Reader, ids: readonly string[]): Promise<(string | null)[]> =>
    (await contactsById(reader, ids)).map((contact) => contact?.name ?? null);

  labelOf(input: JsonObject, part: Json): string | null {
    const { name, phone, email } = readRow(planOf(input).columns, part).values;
    return name ?? phone ?? email ?? null;
  }

  // A row may be the duplicate of one before it.
  private async planner(reader: Reader, input: ImportPlan, parts: readonly Part[]) {
    const read = parts.map(({ part }) => keyed(readRow(input.columns, part)));
    const rows = await conforming(reader, 'contact', { rows: read, columns: input.columns });
    const known = await this.known(reader.workspaceId, rows);
    const plan = (row: Keyed): PlannedContact => {
      const match = known.find(row);
      const planned = match ? plannedFor(match, { row, plan: input, known }) : plannedNew(row, input);
      if ('create' in planned) known.add({ ...row, id: planned.create.id });
      if ('update' in planned) known.add({ ...row, id: planned.update.id });
      return planned;
    };
    return { rows, plan };
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

const keyed = (row: ReadRow): Keyed => {
  const { id, phone, email } = row.values;
  return { ...row, id: toId(id), phone: phone ? normalizePhone(phone) : undefined, email: email?.toLowerCase() };
};

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

const tagsOf = (each: Exclude<PlannedContact, { result: PartResult; tags?: never }> & { tags: string[] }) => {
  const id = 'create' in each ? each.create.id : each.update.id;
  return { entityId: id, contactId: id, names: each.tags };
};
