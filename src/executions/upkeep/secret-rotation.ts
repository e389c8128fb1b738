import { isDeepStrictEqual } from 'node:util';
import { placeOf as placeOfWebhooks } from '../../actions/webhook-secrets/webhook-secrets.js';
import { placeOf as placeOfAccount } from '../../crm/conversations/accounts/whatsapp-accounts.service.js';
import type { Database } from '../../platform/database/database.js';
import { placeOf as placeOfKept } from '../../platform/idempotency/kept-values.js';
import { UnreadableSecretError, type SecretBox } from '../../platform/secrets/secret-box.js';
import {
  DefinitionSecrets,
  TRIGGERS_WITH_SECRETS,
  TYPES_WITH_SECRETS,
  type DefinitionOwner,
} from '../definition/definition-secrets.js';
import type { DefinitionBody } from '../definition/definition.js';

const BATCH = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const MAY_HAVE_SECRETS = `(body #>> '{trigger,type}' = ANY($3)
  OR EXISTS (SELECT FROM jsonb_path_query(body, '$.actions.**.type') t WHERE t #>> '{}' = ANY($2)))`;

const DEFINITIONS = `
  SELECT id, workspace_id AS "workspaceId", automation_id AS "automationId", body FROM definition
  WHERE id > $1 AND ${MAY_HAVE_SECRETS} ORDER BY id LIMIT ${BATCH}`;
const KEEP_DEFINITION = `UPDATE definition SET body = $2 WHERE id = $1`;

const DRAFTS = `
  SELECT automation_id AS id, workspace_id AS "workspaceId", automation_id AS "automationId", revision, body FROM automation_draft
  WHERE automation_id > $1 AND ${MAY_HAVE_SECRETS} ORDER BY automation_id LIMIT ${BATCH}`;
// A draft that was saved meanwhile is sealed with the first key.
const KEEP_DRAFT = `UPDATE automation_draft SET body = $2 WHERE automation_id = $1 AND revision = $3`;

const WEBHOOK_SECRETS = `SELECT workspace_id AS id, secret, previous FROM webhook_secret WHERE workspace_id > $1 ORDER BY workspace_id LIMIT ${BATCH}`;
// Not over one that was made meanwhile.
const KEEP_WEBHOOK_SECRET = `UPDATE webhook_secret SET secret = $2, previous = $3 WHERE workspace_id = $1 AND secret = $4`;

const ACCOUNTS = `
  SELECT workspace_id AS id, token, app_secret AS "appSecret", verify_token AS "verifyToken" FROM whatsapp_account
  WHERE workspace_id > $1 ORDER BY workspace_id LIMIT ${BATCH}`;
// The account may have been connected again since it was read: then the new one stays.
const KEEP_ACCOUNT = `UPDATE whatsapp_account SET token = $2, app_secret = $3, verify_token = $4 WHERE workspace_id = $1 AND token = $5`;

const IDEMPOTENCY_KEYS = `SELECT id, returned, answer FROM idempotency_key WHERE id > $1 ORDER BY id LIMIT ${BATCH}`;
const KEEP_IDEMPOTENCY_KEY = `UPDATE idempotency_key SET returned = $2, answer = coalesce($3, answer) WHERE id = $1`;

/** What a rotation did: how many rows it sealed anew, and which it could not open. */
export interface Rotation {
  resealed: number;
  unreadable: string[];
}

/** Seals the secrets of a table that a higher layer owns. */
export type Reseal = (database: Database, box: SecretBox, rotation: Rotation) => Promise<void>;

/**
 * Seals every secret under the first key, so that the others can be given up. Processes may run meanwhile as long as they
 * know both keys; begun again, it passes over what is done. What cannot be opened is left as it is, and told.
 */
export async function rotateSecrets(
  database: Database,
  box: SecretBox,
  others: readonly Reseal[] = [],
): Promise<Rotation> {
  const rotation: Rotation = { resealed: 0, unreadable: [] };
  const secrets = new DefinitionSecrets(box);
  await resealBodies<BodyRow>(secrets, rotation, {
    read: (after) => database.query(DEFINITIONS, [after, TYPES_WITH_SECRETS, TRIGGERS_WITH_SECRETS]),
    keep: ({ id }, body) => database.query(KEEP_DEFINITION, [id, body]),
  });
  await resealBodies<BodyRow & { revision: number }>(secrets, rotation, {
    read: (after) => database.query(DRAFTS, [after, TYPES_WITH_SECRETS, TRIGGERS_WITH_SECRETS]),
    keep: ({ id, revision }, body) => database.query(KEEP_DRAFT, [id, body, revision]),
  });
  await resealWebhookSecrets(database, box, rotation);
  await resealAccounts(database, box, rotation);
  await resealIdempotencyKeys(database, box, rotation);
  for (const reseal of others) await reseal(database, box, rotation);
  return rotation;
}

type BodyRow = DefinitionOwner & { id: string; body: Pick<DefinitionBody, 'trigger' | 'actions'> };

/** Rows that have a body with actions: how a batch of them is read, and one is stored. */
interface Bodies<Row> {
  read: (after: string) => Promise<Row[]>;
  keep: (row: Row, body: string) => Promise<unknown>;
}

const resealBodies = <Row extends BodyRow>(
  secrets: DefinitionSecrets,
  rotation: Rotation,
  { read, keep }: Bodies<Row>,
) =>
  eachRow<Row>(rotation, read, async (row) => {
    const resealed = secrets.reseal(row.body, row);
    if (isDeepStrictEqual(resealed, row.body)) return false;
    await keep(row, JSON.stringify(resealed));
    return true;
  });

type WebhookRow = { id: string; secret: string; previous: string | null };

const resealWebhookSecrets = (database: Database, box: SecretBox, rotation: Rotation) =>
  eachRow<WebhookRow>(
    rotation,
    (after) => database.query(WEBHOOK_SECRETS, [after]),
    async ({ id, secret, previous }) => {
      const [now, before] = [secret, previous].map((text) => text && box.reseal(text, placeOfWebhooks(id)));
      if (now === secret && before === previous) return false;
      await database.query(KEEP_WEBHOOK_SECRET, [id, now, before, secret]);
      return true;
    },
  );

type AccountRow = { id: string; token: string; appSecret: string; verifyToken: string };

const resealAccounts = (database: Database, box: SecretBox, rotation: Rotation) =>
  eachRow<AccountRow>(
    rotation,
    (after) => database.query(ACCOUNTS, [after]),
    async ({ id, token, appSecret, verifyToken }) => {
      const resealed = box.reseal(token, placeOfAccount(id, 'token'));
      if (resealed === token) return false;
      const others = [
        box.reseal(appSecret, placeOfAccount(id, 'app_secret')),
        box.reseal(verifyToken, placeOfAccount(id, 'verify_token')),
      ];
      await database.query(KEEP_ACCOUNT, [id, resealed, ...others, token]);
      return true;
    },
  );

type KeyedRow = { id: string; returned: string | null; answer: string | null };

const resealIdempotencyKeys = (database: Database, box: SecretBox, rotation: Rotation) =>
  eachRow<KeyedRow>(
    rotation,
    (after) => database.query(IDEMPOTENCY_KEYS, [after]),
    async ({ id, ...row }) => {
      const [returned, answer] = (['returned', 'answer'] as const).map(
        (part) => row[part] && box.reseal(row[part], placeOfKept(id, part)),
      );
      if (returned === row.returned && answer === row.answer) return false;
      await database.query(KEEP_IDEMPOTENCY_KEY, [id, returned, answer]);
      return true;
    },
  );

/** Changes each row, in the order of ids, a batch at a time; `change` resolves with whether it did. */
export async function eachRow<Row extends { id: string }>(
  rotation: Rotation,
  read: (after: string, limit: number) => Promise<Row[]>,
  change: (row: Row) => Promise<boolean>,
): Promise<void> {
  for (let after = BEFORE_ALL; ;) {
    const rows = await read(after, BATCH);
    for (const row of rows) {
      try {
        if (await change(row)) rotation.resealed += 1;
      } catch (error) {
        if (!(error instanceof UnreadableSecretError)) throw error;
        rotation.unreadable.push(`${row.id}: ${error.message}`);
      }
    }
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}
