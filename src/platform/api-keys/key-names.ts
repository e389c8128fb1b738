import type { Reader } from '../database/reader.js';
import { inOrder } from '../requester/request-loaders.js';

const NAMES = `SELECT id, name FROM api_key WHERE workspace_id = $1 AND id = ANY($2)`;

/** The names of API keys, in the ids' order; null where there is none. */
export const namesOfKeys = async (reader: Reader, ids: readonly string[]): Promise<(string | null)[]> =>
  inOrder(ids, await reader.query<{ id: string; name: string }>(NAMES, [reader.workspaceId, ids]), ({ id }) => id).map(
    (row) => row?.name ?? null,
  );
