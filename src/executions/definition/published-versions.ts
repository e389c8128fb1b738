import type { Reader } from '../../platform/database/reader.js';
import { columnsOf } from '../../platform/entities/columns-of.js';
import { DefinitionEntity } from './definition.entity.js';

/** One published version of an automation; its secrets are sealed. */
export type PublishedVersion = Omit<DefinitionEntity, 'awaitedEvents'>;

/** A page of an automation's versions, newest first: those before a version, or from the newest. */
export interface VersionsQuery {
  automationId: string;
  before: number | null;
  limit: number;
}

const VERSION = columnsOf(DefinitionEntity, 'd', 'awaitedEvents');

const ONE = `SELECT ${VERSION} FROM definition d WHERE d.workspace_id = $1 AND d.automation_id = $2 AND d.version = $3`;

const PAGES = `
  SELECT k.place, v.* FROM unnest($2::uuid[], $3::int[], $4::int[]) WITH ORDINALITY AS k(automation_id, before, size, place)
  CROSS JOIN LATERAL (
    SELECT ${VERSION} FROM definition d
    WHERE d.workspace_id = $1 AND d.automation_id = k.automation_id AND (k.before IS NULL OR d.version < k.before)
    ORDER BY d.version DESC LIMIT k.size) AS v
  ORDER BY k.place, v.version DESC`;

/** A version that is still kept. */
export async function findVersion(
  reader: Reader,
  automationId: string,
  version: number,
): Promise<PublishedVersion | undefined> {
  const [found] = await reader.query<PublishedVersion>(ONE, [reader.workspaceId, automationId, version]);
  return found;
}

/** The rows of one page each, in the order of the queries. */
export async function versionsOf(reader: Reader, queries: readonly VersionsQuery[]): Promise<PublishedVersion[][]> {
  const values = [
    queries.map(({ automationId }) => automationId),
    queries.map(({ before }) => before),
    queries.map(({ limit }) => limit),
  ];
  const rows = await reader.query<PublishedVersion & { place: string }>(PAGES, [reader.workspaceId, ...values]);
  return queries.map((_, index) => rows.filter(({ place }) => Number(place) === index + 1));
}
