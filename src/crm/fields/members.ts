/** Days on which a contact or order has a date. */
export interface DateFilter {
  /** The custom field with the date, as it is written in its first ten characters (1990-05-17); null for the day of creation. */
  customField: string | null;
  /** The time zone of a day of creation. */
  zone: string;
  /** Days such as 2026-01-31. */
  days: readonly string[];
  /** Whether only month and day must be the same, in the year of the date or later. */
  yearly: boolean;
}

/** Which contacts or orders are looked at, in the order of their ids. */
export interface MembersQuery {
  /** Only those after this id. */
  afterId: string | null;
  /** Only contacts or orders that were created by this time. */
  until: Date;
  limit: number;
  /** Which of them fit; null: all. */
  date: DateFilter | null;
}

/** A contact or order that was looked at. */
export interface Member {
  id: string;
  contactId: string | null;
  fits: boolean;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** A statement that looks at rows of a table by a MembersQuery; `contactId` is the expression of a row's contact. */
export const membersStatement = ({ table, contactId }: { table: string; contactId: string }) => `
  SELECT looked.id, looked."contactId", coalesce($5::text[] IS NULL OR looked.day ~ '^\\d{4}-\\d\\d-\\d\\d$'
    AND CASE WHEN $8::boolean THEN substr(looked.day, 6) = ANY (SELECT substr(d, 6) FROM unnest($5) d) AND looked.day <= (SELECT max(d) FROM unnest($5) d)
      ELSE looked.day = ANY ($5) END, false) AS fits
  FROM (
    SELECT m.id, ${contactId} AS "contactId",
      left(CASE WHEN $6::text IS NULL THEN to_char(m.created_at AT TIME ZONE $7::text, 'YYYY-MM-DD') ELSE m.custom_fields ->> $6 END, 10) AS day
    FROM ${table} m WHERE m.workspace_id = $1 AND m.id > $2 AND m.created_at <= $3 ORDER BY m.id LIMIT $4
  ) AS looked ORDER BY looked.id`;

/** The values of the statement. */
export const membersValues = (workspaceId: string, { afterId, until, limit, date }: MembersQuery) => [
  workspaceId,
  afterId ?? FIRST,
  until,
  limit,
  date?.days ?? null,
  date?.customField ?? null,
  date?.zone ?? 'UTC',
  date?.yearly ?? false,
];
