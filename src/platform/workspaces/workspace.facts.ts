import { z } from 'zod';
import { defineFacts } from '../facts/define-facts.js';
import { idFact } from '../facts/id-fact.js';
import { WORKSPACE_COLUMNS, type WorkspaceRow } from './workspace.entity.js';

const LOAD = `SELECT ${WORKSPACE_COLUMNS} FROM workspace w WHERE w.id = $1`;

/** The facts about the workspace; its id is always the reader's own. */
export const workspaceFacts = defineFacts({
  name: 'workspace',
  title: 'Workspace',
  schema: z.object({
    id: idFact('Workspace id'),
    name: z.string().meta({ title: 'Workspace name' }),
    timeZone: z.string().meta({ title: 'Time zone of the workspace' }),
    currency: z.string().meta({ title: 'Currency of the workspace' }).nullable(),
    locale: z.string().meta({ title: 'Locale of the workspace' }).nullable(),
  }),
  load: async (reader) => {
    const rows = await reader.query<WorkspaceRow>(LOAD, [reader.workspaceId]);
    return new Map(rows.map((row) => [row.id, row]));
  },
});
