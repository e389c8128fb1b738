import { z } from 'zod';
import { defineFacts } from '../../platform/facts/define-facts.js';
import { idFact } from '../../platform/facts/id-fact.js';
import { TAG_COLUMNS, type TagRow } from './tag.entity.js';

const schema = z.object({
  id: idFact('Id of the tag'),
  name: z.string().meta({ title: 'Name of the tag' }),
  color: z.string().meta({ title: 'Color, such as #6b7280' }),
});

const LOAD = `SELECT ${TAG_COLUMNS} FROM tag t WHERE t.workspace_id = $1 AND t.id = ANY ($2::uuid[])`;

/** The facts about a tag. */
export const tagFacts = defineFacts({
  name: 'tag',
  title: 'Tag',
  schema,
  load: async (reader, ids) => {
    const rows = await reader.query<TagRow>(LOAD, [reader.workspaceId, ids]);
    return new Map(rows.map((row) => [row.id, schema.parse(row)]));
  },
});
