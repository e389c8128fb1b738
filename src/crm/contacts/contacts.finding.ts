import { z } from 'zod';
import { checked } from '../../kernel/checks/checks.js';
import type { Finder } from '../../platform/database/finder.js';
import type { Reader } from '../../platform/database/reader.js';
import type { Connection, TwoWayPageArgs } from '../../platform/paging/connection.js';
import { Find, foundConnection, NOTHING_FOUND, orderingOf } from '../../platform/paging/find.js';
import { assertPeriod, canExist, filterId, findInput, whereCustomFields, whereText } from '../fields/find-input.js';
import type { ContactRow } from './contact.entity.js';
import { contactsById } from './contacts.loaders.js';

const ORDERS = {
  NAME: { expression: `left(find_text(r.name), 100) COLLATE "C"`, type: 'text' },
  CREATED_AT: { expression: 'r.created_at', type: 'timestamptz' },
} as const;

/** A field by which contacts can be ordered. */
export type ContactOrderField = keyof typeof ORDERS;

const instant = z.date().nullish();
const filterInput = z.object({
  ...findInput,
  stageId: filterId.nullish(),
  optedOut: z.boolean().nullish(),
  createdFrom: instant,
  createdTo: instant,
});
type ContactFilter = z.input<typeof filterInput>;

/** Which contacts a list shows, and how. */
export interface FindContacts extends TwoWayPageArgs {
  filter?: ContactFilter | null;
  orderBy?: { field: ContactOrderField; direction?: 'ASC' | 'DESC' | null }[] | null;
  search?: string | null;
}

const TEXT = `find_text(r.name || ' ' || coalesce(r.phone, '') || ' ' || coalesce(r.email, ''))`;

/** A page of contacts. INVALID_INPUT. */
export async function findContacts(
  reader: Reader,
  finder: Finder,
  args: FindContacts,
): Promise<Connection<ContactRow>> {
  const ordering = orderingOf(args.orderBy, ORDERS);
  const found = (await contactsLike(reader.workspaceId, args)?.page(finder, args, ordering)) ?? NOTHING_FOUND;
  return foundConnection(found, found.ids.length > 0 ? await contactsById(reader, found.ids) : []);
}

/** How many contacts there are. INVALID_INPUT. */
export const countContacts = async (workspaceId: string, finder: Finder, args: FindContacts): Promise<number> =>
  (await contactsLike(workspaceId, args)?.count(finder)) ?? 0;

// Undefined if an id can be none.
function contactsLike(workspaceId: string, { filter, search }: FindContacts): Find | undefined {
  const given = checked(filterInput, filter ?? {}, ['filter']);
  const { text, tagIds, stageId, optedOut, createdFrom, createdTo, customFields } = given;
  assertPeriod(createdFrom, createdTo, 'createdTo');
  if (!canExist([stageId, ...(tagIds ?? [])])) return undefined;

  const find = new Find('contact', workspaceId);
  whereText(find, TEXT, text);
  for (const tagId of new Set(tagIds))
    find.where(
      (tag) => `r.id IN (SELECT t.contact_id FROM contact_tag t WHERE t.workspace_id = $1 AND t.tag_id = ${tag}::uuid)`,
      tagId,
    );
  find.where(
    (stage) => `r.id IN (SELECT o.contact_id FROM "order" o WHERE o.workspace_id = $1 AND o.stage_id = ${stage}::uuid)`,
    stageId,
  );
  if (optedOut != null) find.where(() => `r.opted_out_at IS ${optedOut ? 'NOT NULL' : 'NULL'}`);
  find.where((from) => `r.created_at >= ${from}::timestamptz`, createdFrom);
  find.where((to) => `r.created_at < ${to}::timestamptz`, createdTo);
  whereCustomFields(find, customFields);
  const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
  find.where((like) => `(r.name ILIKE ${like} OR r.phone LIKE ${like} OR r.email ILIKE ${like})`, pattern);
  return find;
}
