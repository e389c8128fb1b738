import { z } from 'zod';
import { defineFacts } from '../facts/define-facts.js';
import { idFact } from '../facts/id-fact.js';

const LOAD = `SELECT id, name, time_zone AS "timeZone" FROM workspace WHERE id = $1`;

/** The facts about the workspace; its id is always the reader's own. */
export const workspaceFacts = defineFacts({
  name: 'workspace',
  title: 'Workspace',
  schema: z.object({
    id: idFact('Workspace id'),
    name: z.string().meta({ title: 'Workspace name' }),
    timeZone: z.string().meta({ title: 'Time zone of the workspace' }),
  }),
  load: async (reader) => {
    const rows = await reader.query<{ id: string; name: string; timeZone: string }>(LOAD, [reader.workspaceId]);
    return new Map(rows.map((row) => [row.id, row]));
  },
});
