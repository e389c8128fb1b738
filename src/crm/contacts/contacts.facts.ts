import { z } from 'zod';
import type { Reader } from '../../platform/database/reader.js';
import { defineFacts } from '../../platform/facts/define-facts.js';
import { idFact } from '../../platform/facts/id-fact.js';
import { CONTACT_COLUMNS, type ContactRow } from './contact.entity.js';

const text = (title: string) => z.string().meta({ title });

const schema = z.object({
  id: idFact('Id of the contact'),
  name: text('Name'),
  phone: text('Phone, such as +5511999990000').nullable(),
  email: text('E-mail').nullable(),
  city: text('City').nullable(),
  region: text('Region').nullable(),
  address: text('Address').nullable(),
  timeZone: text('Time zone, such as America/Bogota').nullable(),
  optedOutAt: z.string().meta({ title: 'When it asked not to be written to', factType: 'date' }).nullable(),
  customFields: z.record(z.string(), z.unknown()).meta({ title: 'Custom fields' }),
  tags: z.array(z.string()).meta({ title: 'Names of its tags' }),
  createdAt: z.string().meta({ title: 'When it was created', factType: 'date' }),
});

const LOAD = `
  SELECT ${CONTACT_COLUMNS}, ARRAY(
    SELECT t.name FROM contact_tag ct JOIN tag t ON t.workspace_id = ct.workspace_id AND t.id = ct.tag_id
    WHERE ct.workspace_id = c.workspace_id AND ct.contact_id = c.id ORDER BY t.name) AS tags
  FROM contact c WHERE c.workspace_id = $1 AND c.id = ANY ($2::uuid[])`;

/** The facts about a contact. */
export const contactFacts = defineFacts({
  name: 'contact',
  title: 'Contact',
  schema,
  load: async (reader: Reader, ids) => {
    const rows = await reader.query<ContactRow & { tags: string[] }>(LOAD, [reader.workspaceId, ids]);
    return new Map(rows.map((row) => [row.id, schema.parse({ ...row, ...datesOf(row) })]));
  },
});

/** A contact as stored in events: its facts without the tags. */
export const contactSnapshot = schema.omit({ tags: true });

/** The snapshot of a row. */
export const snapshotOfContact = (row: ContactRow) => ({ ...row, ...datesOf(row) });

const datesOf = ({ createdAt, optedOutAt }: ContactRow) => ({
  createdAt: createdAt.toISOString(),
  optedOutAt: optedOutAt?.toISOString() ?? null,
});
